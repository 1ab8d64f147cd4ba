// Runs test suites and sums them up.
//   node tools/tests/run.ts SELECTION [PATH-PART...]
// SELECTION is `node` (suites that need only Node.js), `tools` (the others), `all` or the name of a suite.
// With PATH-PARTs only test files run whose path contains one of them.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { followLauncher } from "../../bin/run-node.mjs";
import { mapInParallel } from "../map-in-parallel.ts";
import { failOnMissingTool } from "./missing-tool.ts";
import { runGroup, type GroupResult } from "./run-group.ts";
import { findSuites, type Suite } from "./suites.ts";
import type { FailedTest, SkippedTest } from "./test-message.ts";

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

followLauncher();
const root = fileURLToPath(new URL("../..", import.meta.url));
const [selection = "node", ...pathParts] = process.argv.slice(2);
process.exitCode = await runSelection(selection, pathParts);

async function runSelection(wanted: string, parts: readonly string[]): Promise<number> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of selectSuites(wanted, parts)) {
    const started = performance.now();
    const parallel = suite.isolation === "shared" ? availableParallelism() : 1;
    const results = await mapInParallel(suite.groups, parallel, async (group) => {
      const result = judge(await runGroup(root, suite, group));
      printGroup(suite, result);
      return result;
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const sums = addUp(results);
    console.log(`${suite.name}: ${describe(sums)} in ${seconds} s`);
    totals.passed += sums.passed;
    totals.failed += sums.failed;
    totals.skipped += sums.skipped;
  }
  console.log(describe(totals));
  return totals.failed > 0 || totals.passed === 0 ? 1 : 0;
}

function selectSuites(wanted: string, parts: readonly string[]): readonly Suite[] {
  return findSuites(root)
    .filter((suite) => wanted === "all" || suite.needs === wanted || suite.name === wanted)
    .map((suite) => ({
      ...suite,
      groups: suite.groups.map((group) => ({ ...group, files: matching(group.files, parts) })),
    }))
    .map((suite) => ({ ...suite, groups: suite.groups.filter((group) => group.files.length > 0) }))
    .filter((suite) => suite.groups.length > 0);
}

function matching(files: readonly string[], parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? files : files.filter((file) => parts.some((part) => file.includes(part)));
}

/** With CI=true a skip for want of a tool is a failure. */
function judge(result: GroupResult): GroupResult {
  if (process.env["CI"] !== "true") return result;
  const failures: FailedTest[] = [...result.failures];
  const skips: SkippedTest[] = [];
  for (const skip of result.skips) {
    const failure = failOnMissingTool(skip);
    if (failure === undefined) skips.push(skip);
    else failures.push(failure);
  }
  return { ...result, failures, skips };
}

function printGroup(suite: Suite, { group, failures, skips, output }: GroupResult): void {
  for (const skip of skips) console.log(`skipped: ${skip.name} (${skip.place}): ${skip.reason || "no reason given"}`);
  if (failures.length === 0) return;
  console.log(`\n---- ${suite.name} ${group.name}`);
  if (output.trim() !== "") console.log(output.trimEnd());
  for (const failure of failures) console.log(`FAILED: ${failure.name} (${failure.place})\n${indent(failure.error)}\n`);
}

function addUp(results: readonly GroupResult[]): Totals {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failures, failedParents, skips } of results) {
    totals.passed += passed;
    totals.failed += failures.length + failedParents;
    totals.skipped += skips.length;
  }
  return totals;
}

function describe({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}
