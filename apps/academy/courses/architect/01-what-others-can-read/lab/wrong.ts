import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";
import { guess, offer } from "./solution.ts";

interface Change {
  /** Empty for none. */
  readonly answer?: string;
  readonly text?: string;
  readonly isOpened?: boolean;
  /** A command before all others. */
  readonly first?: string;
}

const secret = "b8n3x6v1c9z4m7q2";

async function solveBut(bench: LabBench, parameters: Parameters, change: Change): Promise<void> {
  const { answer = String(await guess(bench, parameters)), text = `${parameters.price}-${secret}` } = change;
  if (change.first !== undefined) await bench.run(change.first);
  if (answer !== "") await bench.run(`send fact save file_hash=answer file_name=${answer} time=1`);
  await offer(bench, parameters.bidder, text, change.isOpened);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "records no answer",
    fails: "answer-recorded",
    solve: (bench, parameters) => solveBut(bench, parameters, { answer: "" }),
  },
  {
    name: "answers with another possible price",
    fails: "answer-right",
    solve: (bench, parameters) =>
      solveBut(bench, parameters, {
        answer: String(parameters.possible.find((price) => price !== parameters.sealed)),
      }),
  },
  {
    name: "leaves the offer sealed",
    fails: "offer-opened",
    solve: (bench, parameters) => solveBut(bench, parameters, { isOpened: false }),
  },
  {
    name: "offers what the careless one offered",
    fails: "price-right",
    solve: (bench, parameters) => solveBut(bench, parameters, { text: `${parameters.sealed}-${secret}` }),
  },
  {
    name: "seals the bare price",
    fails: "hard-to-guess",
    solve: (bench, parameters) => solveBut(bench, parameters, { text: String(parameters.price) }),
  },
  {
    name: "computes the digest with a transaction, which everybody can read",
    fails: "secret-kept",
    solve: (bench, parameters) =>
      solveBut(bench, parameters, { first: `send sealed digest text=${parameters.price}-${secret}` }),
  },
];
