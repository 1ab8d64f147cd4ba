import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import { callTx, installContracts } from "../testing/script-contract.ts";
import { openTestChain, type TestChain } from "../testing/open-test-chain.ts";
import { tracedBytesMax, tracedStepsMax, tracedValueBytesMax } from "../limits.ts";
import { TraceRecorder } from "./trace-recorder.ts";
import { callsWithin, type TracedStep } from "./traced-step.ts";

/** Steps as short lines, the deeper ones indented. */
function lines(steps: readonly TracedStep[], indent = ""): string[] {
  return steps.flatMap((step) => {
    switch (step.kind) {
      case "call":
        return [`${indent}${step.contract?.name}.${step.method}`, ...lines(step.steps, `${indent}  `)];
      case "read":
      case "write":
        return [`${indent}${step.kind} ${step.key}=${step.value === undefined ? "" : bytesToUtf8(step.value.bytes)}`];
      case "range":
        return [`${indent}range ${step.start} ${step.limit}`];
      case "history":
        return [`${indent}history ${step.key}`];
      default:
        return [`${indent}${step.kind}`];
    }
  });
}

function traced(chain: TestChain, txId: string) {
  const trace = chain.chain.trace(txId);
  assert.equal(trace.kind, "trace", trace.kind === "unknown" ? trace.reason : "");
  assert.ok(trace.kind === "trace" && trace.call !== undefined);
  return { ...trace, call: trace.call, lines: lines([trace.call]) };
}

async function block(chain: TestChain, ...txs: ReturnType<typeof callTx>[]): Promise<void> {
  chain.send(...txs);
  await chain.makeBlock();
}

test("a trace is the tree of calls, reads and writes, on the state of its time", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha", "beta");
  await block(chain, callTx("t1", "put", { key: "a", value: "1" }));
  await block(chain, callTx("t2", "bump", { key: "a" }), callTx("t3", "bump", { key: "a" }));
  await block(chain, callTx("t4", "call", { contract: "beta", method: "put", key: "k", value: "v" }));
  await block(chain, callTx("t5", "put", { key: "a", value: "9" }));

  assert.deepEqual(traced(chain, "t2").lines, ["alpha.bump", "  read a=1", "  write a=2"]);
  const third = traced(chain, "t3");
  assert.deepEqual(third.lines, ["alpha.bump", "  read a=2", "  write a=3"]);
  assert.equal(third.height, 4n);
  const fourth = traced(chain, "t4");
  assert.deepEqual(fourth.lines, ["alpha.call", "  beta.put", "    write k=v"]);
  assert.deepEqual(
    callsWithin(fourth.call).map(({ method }) => method),
    ["put"],
  );
  assert.equal(fourth.isCut, false);
});

test("ranges and histories are those of the past, with what came before in the block", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  await block(chain, callTx("p1", "put", { key: "k1", value: "1" }), callTx("p2", "put", { key: "k2", value: "2" }));
  await block(
    chain,
    callTx("list", "list", { start: "k", limit: "l" }),
    callTx("p3", "put", { key: "k3", value: "3" }),
    callTx("old", "history", { key: "k1" }),
  );
  await block(chain, callTx("gone", "put", { key: "k1", value: "" }), callTx("p4", "put", { key: "k4", value: "4" }));

  assert.deepEqual(traced(chain, "list").lines, [
    "alpha.list",
    "  range k l",
    "  read k1=1",
    "  read k2=2",
    "  read k3=3",
    "  write listed=k1=1,k2=2,k3=3",
  ]);
  assert.deepEqual(traced(chain, "old").lines, ["alpha.history", "  history k1", "  read k1=1"]);
});

test("a failed call is in the trace with its message, and faults of no transaction are told", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha", "beta");
  await block(chain, callTx("f", "call", { contract: "beta", method: "fail", key: "k", message: "no room" }));
  const { call } = traced(chain, "f");
  const [inner] = callsWithin(call);
  assert.deepEqual([inner?.outcome.code, inner?.outcome.message, call.outcome.code], [1, "no room", 1]);
  assert.deepEqual(chain.chain.trace("nowhere"), { kind: "unknown", reason: "transaction not found" });
  assert.deepEqual(chain.faults, []);
});

test("a trace ends growing at its limits and says so", () => {
  const recorder = new TraceRecorder();
  const value = new Uint8Array(10 * tracedValueBytesMax);
  for (let i = 0; i < tracedStepsMax + 10; i++) recorder.access("write", { contract: "c", key: `k${i}`, value });
  assert.equal(recorder.isCut, true);
  assert.ok(recorder.steps.length <= tracedBytesMax / tracedValueBytesMax);
  const [first] = recorder.steps;
  assert.ok(first?.kind === "write");
  assert.deepEqual([first.value?.bytes.length, first.value?.length], [tracedValueBytesMax, value.length]);

  const calls = new TraceRecorder();
  for (let i = 0; i < tracedStepsMax + 10; i++)
    calls.hostCall("LogMessage", () => [{ name: "n", value: 1 }])({
      gasUsed: 1,
      result: undefined,
      failure: undefined,
    });
  assert.deepEqual([calls.steps.length, calls.isCut], [tracedStepsMax, true]);
});

test("an instruction costs what is missing at the next of its frame, calls included", () => {
  const recorder = new TraceRecorder({ stack: true, memory: false, countMax: 5 });
  const tell = (name: string, gas: number, depth: number, stack: bigint[]): boolean =>
    recorder.instruction?.({
      code: new Uint8Array(0),
      programCounter: 0,
      name,
      gas,
      baseCost: 3,
      depth,
      stack: () => stack,
      memory: () => new Uint8Array(0),
      returnData: () => new Uint8Array(0),
    }) ?? assert.fail("no instructions are recorded");
  tell("SLOAD", 1000, 0, [7n]);
  tell("DELEGATECALL", 800, 0, [42n]);
  tell("SSTORE", 500, 1, [5n, 6n]);
  tell("STOP", 400, 1, []);
  tell("STOP", 390, 0, [1n]);
  assert.equal(tell("STOP", 380, 0, []), false);
  const found = recorder.steps.map((step) => (step.kind === "instruction" ? step : assert.fail()));
  assert.deepEqual(
    found.map(({ name, cost, storage }) => [name, cost, storage?.key, storage?.value]),
    [
      ["SLOAD", 200, 7n, 42n],
      ["DELEGATECALL", 410, undefined, undefined],
      ["SSTORE", 100, 6n, 5n],
      ["STOP", 3, undefined, undefined],
      ["STOP", 10, undefined, undefined],
    ],
  );
});
