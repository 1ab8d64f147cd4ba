import type { LabBench, WrongSolution } from "@yanta/academy/lab";
import { changedDocument, type Parameters } from "./lab.ts";

async function solveBut(
  bench: LabBench,
  parameters: Parameters,
  change: {
    readonly firstHash?: string;
    readonly withoutCorrection?: boolean;
    readonly user?: string;
    readonly report?: string;
  },
): Promise<void> {
  const { id, hash, correctedHash, username } = parameters;
  const { firstHash = hash, user = username, report = changedDocument(parameters).id } = change;
  const metadata = `metadata='{"hashAlgorithm":"sm3","username":"${user}"}'`;
  await bench.run(`send cmevi Evidence id=${id} hash=${firstHash} ${metadata}`);
  if (change.withoutCorrection !== true && firstHash !== correctedHash)
    await bench.run(`send cmevi UpdateEvidence id=${id} hash=${correctedHash} ${metadata}`);
  if (report !== "") await bench.run(`send cmevi Evidence id=report hash=${report} metadata={}`);
}

export const wrongSolutions: readonly WrongSolution<Parameters>[] = [
  {
    name: "records the corrected hash at once, so that the history lacks the first one",
    fails: "evidence-recorded-first",
    solve: (bench, parameters) => solveBut(bench, parameters, { firstHash: parameters.correctedHash }),
  },
  {
    name: "does not correct",
    fails: "evidence-corrected",
    solve: (bench, parameters) => solveBut(bench, parameters, { withoutCorrection: true }),
  },
  {
    name: "leaves the user's name out",
    fails: "metadata-right",
    solve: (bench, parameters) => solveBut(bench, parameters, { user: "" }),
  },
  {
    name: "reports nothing",
    fails: "change-reported",
    solve: (bench, parameters) => solveBut(bench, parameters, { report: "" }),
  },
  {
    name: "reports a document that is as it was",
    fails: "report-right",
    solve: (bench, parameters) =>
      solveBut(bench, parameters, {
        report: parameters.documents.find(({ hash, recorded }) => hash === recorded)?.id ?? "",
      }),
  },
];
