import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import { askedOf, type Parameters } from "./lab.ts";

async function solveBut(
  bench: LabBench,
  parameters: Parameters,
  change: {
    readonly as?: string;
    readonly answer?: string;
    readonly endorsers?: string;
    readonly frozen?: readonly string[];
  },
): Promise<void> {
  const { member, hash, name, retired } = parameters;
  const { as = ` as ${member}`, answer = `org${askedOf(parameters).org}`, endorsers = "admins" } = change;
  await bench.run(`send fact save file_hash=${hash} file_name=${name} time=2${as}`);
  if (answer !== "") await bench.run(`send fact save file_hash=answer file_name=${answer} time=2`);
  for (const contract of change.frozen ?? [retired])
    await bench.run(`send CONTRACT_MANAGE FREEZE_CONTRACT CONTRACT_NAME=${contract} as admin1@org1 with ${endorsers}`);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "does not say who sends, so that client1 of org1 does",
    fails: "sent-by-the-right-member",
    solve: (bench, parameters) => solveBut(bench, parameters, { as: "" }),
  },
  {
    name: "does not answer",
    fails: "question-answered",
    solve: (bench, parameters) => solveBut(bench, parameters, { answer: "" }),
  },
  {
    name: "guesses the next organisation",
    fails: "answer-right",
    solve: (bench, parameters) => solveBut(bench, parameters, { answer: `org${(askedOf(parameters).org % 4) + 1}` }),
  },
  {
    name: "gets two signatures only, which are refused",
    fails: "retired-contract-frozen",
    solve: (bench, parameters) => solveBut(bench, parameters, { endorsers: "admin1@org1,admin1@org2" }),
  },
  {
    name: "freezes both contracts",
    fails: "other-contract-usable",
    solve: (bench, parameters) => solveBut(bench, parameters, { frozen: [parameters.retired, "fact"] }),
  },
];
