// Feeds damaged inputs to every parser; writes bench/evidence/fuzz.json when all targets ran.
//   node tests/fuzz/run-fuzz.ts [--cases 1000000] [--seed N] [--target NAME] [--parallel 1]
import { parseArgs } from "node:util";
import { roomsDigest } from "../evidence/rooms.ts";
import { root, writeEvidence } from "../evidence/write-evidence.ts";
import { freshSeed } from "../support/random.ts";
import { runTargets } from "./run-targets.ts";

/** Where the parsers are. */
const rooms = [
  "packages/bytes/src",
  "packages/crypto/src",
  "packages/protocol/src",
  "packages/identity/src",
  "packages/storage/src/backup",
  "packages/storage/src/log",
  "packages/storage/src/ledger/derive-commit.ts",
  "packages/vm/src",
  "packages/evm/src",
  "packages/system-contracts/src",
  "packages/chain/src",
  "packages/rpc/src/grpc/methods",
  "packages/rpc/src/grpc/read-request.ts",
  "packages/rpc/src/grpc/transport",
  "packages/node/src/config",
  "packages/playground/src/replay",
  "packages/playground/src/solidity",
];

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000000" },
    seed: { type: "string", default: String(freshSeed()) },
    target: { type: "string" },
    parallel: { type: "string", default: "1" },
  },
});
const cases = Number(values.cases);
const seed = Number(values.seed);
const parallel = Number(values.parallel);
if (![cases, seed, parallel].every(Number.isSafeInteger) || cases < 1 || parallel < 1)
  throw new TypeError("--cases, --seed and --parallel take whole numbers");

const startedAt = new Date();
const digest = roomsDigest(root, rooms);
console.log(`seed ${seed}`);
const reports = await runTargets({
  cases,
  seed,
  parallel,
  ...(values.target === undefined ? {} : { only: values.target }),
  onTarget: (report) =>
    console.log(
      `${report.name}: ${report.cases} cases, ${report.accepted} accepted, slowest ${report.slowestMs} ms (${report.slowestCase}), ${Math.round(report.residentBytesMax / 2 ** 20)} MB, ${report.failures.length} failures`,
    ),
});
const failures = reports.flatMap((report) => report.failures);
for (const failure of failures) console.error(failure);
const total = reports.reduce((sum, report) => sum + report.cases, 0);
if (values.target === undefined) {
  const targets = Object.fromEntries(
    reports.map(({ name, failures: found, ...rest }) => [name, { ...rest, failures: found.length }]),
  );
  const command = `node tests/fuzz/run-fuzz.ts --cases ${cases} --seed ${seed}`;
  console.log(
    writeEvidence(
      { name: "fuzz", command, seed, startedAt, rooms, failures, counts: { cases: total, targets } },
      digest,
    ),
  );
}
console.log(`${total} cases, ${failures.length} failures`);
process.exitCode = failures.length > 0 ? 1 : 0;
