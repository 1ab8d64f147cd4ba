import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { utf8ToBytes } from "@yanta/bytes";
import { createWasmerVm, type Isolation } from "@yanta/vm";
import { createFakeChain, createFakeTxContext, installFakeContract, readContract } from "@yanta/vm/testing";
import { hostileLoops } from "./hostile-loops.ts";

/**
 * CPU of one call of `rust-fact` by the way calls are kept apart, and how long hostile loops take to use up a transaction's gas.
 * `node bench/vm/run.ts [--count 2000] [--rounds 7]`; contenders take turns, the lowest round of each counts, because other work
 * on the machine only ever adds. The fake transaction's own making is measured and taken off.
 */
const { values } = parseArgs({
  options: { count: { type: "string", default: "2000" }, rounds: { type: "string", default: "7" } },
});
const count = Number(values.count);
const rounds = Number(values.rounds);
const isolations: readonly Isolation[] = ["dirty-pages", "whole-memory", "fresh-instance"];
const methods = ["save", "find_by_file_hash", "test_kv_iterator"] as const;
const parameters = new Map(
  Object.entries({ file_hash: "h1", file_name: "name", time: "1700000000" }).map(([key, value]) => [
    key,
    utf8ToBytes(value),
  ]),
);

const chains = isolations.map((isolation) => {
  const chain = createFakeChain([createWasmerVm({ isolation })]);
  installFakeContract(chain, "fact", readContract("rust-fact-2.0.0"));
  for (const method of ["save", "test_put_state"]) {
    const context = createFakeTxContext({ chain });
    context.run("fact", method, parameters);
    context.commit();
  }
  return { isolation, chain };
});

const best = new Map<string, number>();
for (let round = 0; round < rounds; round++) {
  for (const { isolation, chain } of chains) {
    measure("context", count, () => createFakeTxContext({ chain }));
    for (const method of methods)
      measure(`${method} ${isolation}`, method === "test_kv_iterator" ? count / 10 : count, () =>
        createFakeTxContext({ chain }).run("fact", method, parameters),
      );
  }
}
const context = best.get("context") ?? 0;
const callMicroseconds = Object.fromEntries(
  methods.map((method) => [
    method,
    Object.fromEntries(
      isolations.map((isolation) => [isolation, rounded((best.get(`${method} ${isolation}`) ?? 0) - context)]),
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
