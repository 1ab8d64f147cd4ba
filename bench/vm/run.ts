import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { utf8ToBytes } from "@yanta/bytes";
import { RuntimeType } from "@yanta/protocol";
import { createWasmerVm, createWasmVms, type Isolation } from "@yanta/vm";
import { createFakeChain, createFakeTxContext, installFakeContract, readContract } from "@yanta/vm/testing";
import { hostileLoops } from "./hostile-loops.ts";

/**
 * CPU of one call of real contracts by the way calls are kept apart, and how long hostile loops take to use up a transaction's gas.
 * `node bench/vm/run.ts [--count 2000] [--rounds 7]`; contenders take turns, the lowest round of each counts, because other work
 * on the machine only ever adds. The fake transaction's own making is measured and taken off.
 */
const { values } = parseArgs({
  options: { count: { type: "string", default: "2000" }, rounds: { type: "string", default: "7" } },
});
const count = Number(values.count);
const rounds = Number(values.rounds);
const isolations: readonly Isolation[] = ["dirty-pages", "whole-memory", "fresh-instance"];
/** Contract, method, and how much more than a plain call it does. */
const calls = [
  ["rust-fact", "save", 1],
  ["rust-fact", "find_by_file_hash", 1],
  ["rust-fact", "test_kv_iterator", 10],
  ["go-fact", "save", 1],
  ["go-fact", "find_by_file_hash", 1],
  ["go-fact", "test_kv_iterator", 10],
  ["cpp-func-verify", "save", 1],
  ["cpp-func-verify", "find_by_file_hash", 1],
] as const;
const parameters = new Map(
  Object.entries({ file_hash: "h1", file_name: "name", time: "1700000000" }).map(([key, value]) => [
    key,
    utf8ToBytes(value),
  ]),
);

const chains = isolations.map((isolation) => {
  const chain = createFakeChain(createWasmVms({ isolation }));
  installFakeContract(chain, "rust-fact", readContract("rust-fact-2.0.0"), RuntimeType.WASMER);
  installFakeContract(chain, "go-fact", readContract("go-fact-2.0.0"), RuntimeType.GASM);
  installFakeContract(chain, "cpp-func-verify", readContract("cpp-func-verify-1.0.0"), RuntimeType.WXVM);
  for (const [contract, method] of [
    ["rust-fact", "save"],
    ["rust-fact", "test_put_state"],
    ["go-fact", "save"],
    ["go-fact", "test_put_state"],
    ["cpp-func-verify", "save"],
  ] as const) {
    const context = createFakeTxContext({ chain });
    context.run(contract, method, parameters);
    context.commit();
  }
  return { isolation, chain };
});

const best = new Map<string, number>();
for (let round = 0; round < rounds; round++) {
  for (const { isolation, chain } of chains) {
    measure("context", count, () => createFakeTxContext({ chain }));
    for (const [contract, method, weight] of calls)
      measure(`${contract}.${method} ${isolation}`, count / weight, () =>
        createFakeTxContext({ chain }).run(contract, method, parameters),
      );
  }
}
const context = best.get("context") ?? 0;
const callMicroseconds = Object.fromEntries(
  calls.map(([contract, method]) => [
    `${contract}.${method}`,
    Object.fromEntries(
      isolations.map((isolation) => [
        isolation,
        rounded((best.get(`${contract}.${method} ${isolation}`) ?? 0) - context),
      ]),
    ),
  ]),
);
const report = {
  machine: `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, node ${process.version}`,
  load: loadavg().map(rounded),
  commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(),
  unit: "µs CPU per call, fake transaction taken off",
  callMicroseconds,
  secondsToUseUpGas: measureLoops(),
};
process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);

function measure(name: string, calls: number, run: () => void): void {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) run();
  const { user, system } = process.cpuUsage(before);
  best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, (user + system) / calls));
}

/** Each loop runs with a tenth of the gas. */
function measureLoops(): Record<string, number> {
  const vm = createWasmerVm();
  return Object.fromEntries(
    Object.entries(hostileLoops).map(([name, bytecode]) => {
      const chain = createFakeChain([vm]);
      installFakeContract(chain, "c", bytecode);
      const start = process.cpuUsage();
      createFakeTxContext({ chain, gasLimit: 1_000_000_000n }).run("c", "run");
      const { user, system } = process.cpuUsage(start);
      return [name, rounded(((user + system) / 1e6) * 10)];
    }),
  );
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
