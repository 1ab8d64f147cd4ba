// Runs the repository's checks and prints what each one finds.
//   node tools/check/run.ts [NAME-PART...]
// `static` stands for all checks but the unit tests.
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { followLauncher } from "../../bin/run-node.mjs";
import { contractLibraryDrift } from "../generate/contract-library.ts";
import { generatedPagesDrift } from "../generate/generated-pages.ts";
import { mapInParallel } from "../map-in-parallel.ts";
import type { Check } from "./check.ts";
import { errorTables } from "./error-tables.ts";
import { fileRules } from "./file-rules.ts";
import { foreignHosts } from "./foreign-hosts.ts";
import { layers } from "./layers.ts";
import { licences } from "./licences.ts";
import { format, lint, types, unused } from "./programs.ts";
import { protobufDrift } from "./protobuf-drift.ts";
import { purity } from "./purity.ts";
import { unitTests } from "./unit-tests.ts";

const checks: readonly Check[] = [
  unitTests,
  protobufDrift,
  types,
  lint,
  format,
  layers,
  purity,
  fileRules,
  licences,
  foreignHosts,
  errorTables,
  generatedPagesDrift,
  contractLibraryDrift,
  unused,
];

followLauncher();
const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");
const parts = process.argv.slice(2);
const selected = checks.filter((check) => parts.length === 0 || parts.some((part) => isMeant(check, part)));

const outcomes = await mapInParallel(selected, availableParallelism(), async (check) => {
  const started = performance.now();
  const findings = await check.find(root);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${findings.length === 0 ? "ok    " : "FAILED"} ${check.name} (${seconds} s)`);
  for (const finding of findings) console.log(`         ${finding}`);
  return findings.length === 0;
});

const failed = outcomes.filter((isGood) => !isGood).length;
console.log(`${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 || outcomes.length === 0 ? 1 : 0;

function isMeant(check: Check, part: string): boolean {
  return part === "static" ? check !== unitTests : check.name.includes(part);
}
