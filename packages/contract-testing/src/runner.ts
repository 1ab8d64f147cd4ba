export type { FailedContractTest, TestJob, TestRunResult } from "./test-run/messages.ts";
export { prepareTestRun, type PreparedTestRun } from "./test-run/start-test-run.ts";
export type { CoverageReport, GasRow } from "./reports.ts";
