/**
 * Runs the general state tests of a copy of ethereum/tests and writes what came of it.
 *
 * `node bench/evm/run-state-tests.ts --tests DIR [--commit HASH] [--missing FILE]… [--only TEXT] [--no-evidence]`
 */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CodeCache } from "@yanta/evm";
import { runStateTestCase, type StateTest } from "../../tests/support/ethereum/state-test.ts";
import { renderStateTests, type StateTestEvidence } from "./state-test-table.ts";

const fork = "Cancun";
const root = fileURLToPath(new URL("../../", import.meta.url));
/** A copy may lack large files; they are named with `--missing`. */
const missingReason = "file missing in the copy";

/** Files that are left out, with the reason. */
const leftOut: Readonly<Record<string, string>> = {
  "GeneralStateTests/stTimeConsuming/CALLBlake2f_MaxRounds.json":
    "4,294,967,295 rounds of BLAKE2 take more than an hour",
};

const { values: options } = parseArgs({
  options: {
    tests: { type: "string" },
    commit: { type: "string", default: "unknown" },
    only: { type: "string", default: "" },
    missing: { type: "string", multiple: true, default: [] },
    "no-evidence": { type: "boolean", default: false },
  },
});
const folder = options.tests;
if (folder === undefined || !existsSync(join(folder, "GeneralStateTests"))) {
  throw new Error("--tests must name a copy of ethereum/tests");
}

const skipped = options.missing.map((file) => ({ file, reason: missingReason }));
const byFolder = new Map<string, { passed: number; failed: number }>();
const failures: { readonly file: string; readonly index: number; readonly reason: string }[] = [];
let passed = 0;
const started = process.cpuUsage();
for (const file of globSync("GeneralStateTests/**/*.json", { cwd: folder }).toSorted()) {
  if (!file.includes(options.only)) continue;
  if (leftOut[file] !== undefined) {
    skipped.push({ file, reason: leftOut[file] });
    continue;
  }
  const tests = JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, StateTest>;
  const codes = new CodeCache();
  const group = file.split("/")[1] ?? "";
  const count = byFolder.get(group) ?? { passed: 0, failed: 0 };
  byFolder.set(group, count);
  for (const test of Object.values(tests)) {
    for (const [index, expected] of (test.post[fork] ?? []).entries()) {
      const reason = runStateTestCase(test, expected, codes);
      if (reason === undefined) {
        passed++;
        count.passed++;
      } else {
        count.failed++;
        failures.push({ file, index, reason });
        console.error(`${file} case ${index}: ${reason}`);
      }
      if ((passed + failures.length) % 1000 === 0)
        console.error(`${passed} passed, ${failures.length} failed: ${file}`);
    }
  }
}

const evidence: StateTestEvidence = {
  tests: { repository: "ethereum/tests", commit: options.commit, licence: "MIT" },
  fork,
  passed,
  failed: failures.length,
  skipped,
  failures,
  byFolder: Object.fromEntries([...byFolder].map(([name, count]) => [name, count])),
  cpuSeconds: Math.round(process.cpuUsage(started).user / 1e6),
  machine: { cpu: cpus()[0]?.model ?? "unknown", node: process.version },
  commit: execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
};
console.log(`${passed} passed, ${failures.length} failed, ${evidence.skipped.length} skipped`);
if (!options["no-evidence"]) {
  writeFileSync(join(root, "bench/evm/state-tests.json"), `${JSON.stringify(evidence, undefined, 2)}\n`);
  writeFileSync(join(root, "docs/generated/ethereum-state-tests.md"), renderStateTests(evidence));
}
process.exitCode = failures.length === 0 ? 0 : 1;
