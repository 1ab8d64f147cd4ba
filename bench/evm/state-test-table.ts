/** What a run of the general state tests came to, as bench/evm/state-tests.json holds it. */
export interface StateTestEvidence {
  readonly tests: { readonly repository: string; readonly commit: string; readonly licence: string };
  readonly fork: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  readonly failures: readonly { readonly file: string; readonly index: number; readonly reason: string }[];
  readonly byFolder: Readonly<Record<string, { readonly passed: number; readonly failed: number }>>;
  readonly cpuSeconds: number;
  readonly machine: { readonly cpu: string; readonly node: string };
  /** Of this repository. */
  readonly commit: string;
}

/** The page docs/generated/ethereum-state-tests.md. */
export function renderStateTests(evidence: StateTestEvidence): string {
  const { tests, fork, passed, failed, skipped } = evidence;
  const rows = Object.entries(evidence.byFolder).map(
    ([name, count]) => `| ${name} | ${count.passed} | ${count.failed} |`,
  );
  const lines = [
    "# Ethereum's general state tests",
    "",
    "Generated from bench/evm/state-tests.json by `node bench/evm/run-state-tests.ts --tests DIR`. Do not edit.",
    "",
    `Tests: ${tests.repository} at ${tests.commit} (${tests.licence}). Fork: ${fork}. Cases: ${passed} passed, ${failed} failed; ${skipped.length} files skipped.`,
    "",
    "| folder | passed | failed |",
    "|---|---|---|",
    ...rows,
    "",
    ...(skipped.length === 0
      ? []
      : ["Skipped files:", "", ...skipped.map(({ file, reason }) => `- ${file}: ${reason}`), ""]),
    ...(failed === 0
      ? []
      : [
          "Failures:",
          "",
          ...evidence.failures.map(({ file, index, reason }) => `- ${file} case ${index}: ${reason}`),
          "",
        ]),
  ];
  return lines.join("\n");
}
