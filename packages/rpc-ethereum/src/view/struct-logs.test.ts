import assert from "node:assert/strict";
import { test } from "node:test";
import type { TracedCall, TracedStep } from "@yanta/chain";
import { TxStatusCode } from "@yanta/protocol";
import { tracedSlotsMax } from "../limits.ts";
import { toStructLogs } from "./struct-logs.ts";

function callOf(steps: readonly TracedStep[], message = ""): TracedCall {
  const status = message === "" ? TxStatusCode.SUCCESS : TxStatusCode.CONTRACT_FAIL;
  const outcome = { status, code: message === "" ? 0 : 1, result: new Uint8Array(0), message, gasUsed: 9n, events: [] };
  return {
    kind: "call",
    contract: undefined,
    method: "m",
    parameters: new Map(),
    outcome,
    steps,
    instruction: undefined,
    logs: [],
  };
}

function instruction(name: string, part: Partial<Extract<TracedStep, { kind: "instruction" }>> = {}): TracedStep {
  const base = { kind: "instruction", programCounter: 0, gas: 9, cost: 3, depth: 0 } as const;
  return { ...base, name, stack: undefined, memory: undefined, returnData: undefined, storage: undefined, ...part };
}

const logsOf = (call: TracedCall, withStorage = true) =>
  toStructLogs({ call, outcome: call.outcome, isCut: false }, withStorage);

test("an instruction tells the slots that its contract touched so far, and a fault stands at the last one", () => {
  const inner = callOf([instruction("STOP", { depth: 1 })]);
  const call = callOf(
    [
      instruction("SSTORE", { storage: { key: 1n, value: 2n }, stack: [2n, 1n] }),
      inner,
      instruction("SLOAD", { storage: { key: 3n, value: 0n } }),
      instruction("0xfe"),
    ],
    "failed to execute evm contract, invalid op code: 0xFE",
  );
  const word = (n: number): string => `0x${n.toString(16).padStart(64, "0")}`;
  const base = { pc: 0, gas: 9, gasCost: 3 };
  assert.deepEqual(logsOf(call), {
    gas: 9,
    failed: true,
    returnValue: "0x",
    structLogs: [
      { ...base, op: "SSTORE", depth: 1, stack: ["0x2", "0x1"], storage: { [word(1)]: word(2) } },
      { ...base, op: "STOP", depth: 2 },
      { ...base, op: "SLOAD", depth: 1, storage: { [word(1)]: word(2), [word(3)]: word(0) } },
      { ...base, op: "0xfe", depth: 1, error: call.outcome.message },
    ],
  });
});

test("slots that are repeated again and again end the list", () => {
  const steps = Array.from({ length: 5000 }, (_, i) =>
    instruction("SSTORE", { storage: { key: BigInt(i), value: 1n } }),
  );
  const { structLogs, truncated } = logsOf(callOf(steps)) as { structLogs: { storage: object }[]; truncated?: boolean };
  assert.equal(truncated, true);
  const told = structLogs.reduce((sum, { storage }) => sum + Object.keys(storage).length, 0);
  assert.ok(told < tracedSlotsMax + 5000);
  assert.deepEqual((logsOf(callOf(steps), false)["structLogs"] as unknown[]).length, 5000);
});
