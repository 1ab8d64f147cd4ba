import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { createPaint } from "../paint.ts";
import { failurePath } from "./failure-path.ts";
import { renderTrace } from "./render-trace.ts";
import type { CallStep, TraceDocument, TracedValue, TraceStep } from "./trace-document.ts";

function value(text: string, bytes?: number): TracedValue {
  const hex = bytesToHex(utf8ToBytes(text));
  return { hex, bytes: bytes ?? hex.length / 2 };
}

function call(contract: string, part: Partial<CallStep>): CallStep {
  return {
    type: "call",
    contract,
    runtime: "WASMER",
    method: "run",
    parameters: {},
    gasUsed: 1500,
    status: "SUCCESS",
    code: 0,
    result: value(""),
    message: "",
    events: [],
    steps: [],
    ...part,
  };
}

function trace(root: CallStep, part: Partial<TraceDocument> = {}): TraceDocument {
  const { status, message } = root;
  return { txId: "t", blockHeight: 7, sender: "s", status, message, gasUsed: 1500, isCut: false, call: root, ...part };
}

function render(document: TraceDocument, depthMax = Infinity): string[] {
  return renderTrace(document, { text: ({ en }) => en, paint: createPaint(false), depthMax }).split("\n");
}

const write: TraceStep = { type: "write", contract: "fact", key: value("k"), value: value("v") };
const failing = call("beta", { status: "CONTRACT_FAIL", code: 1, message: "_nope not found" });
const steps: readonly TraceStep[] = [
  { type: "hostCall", name: "GetStateLen", arguments: { key: "k" }, gasUsed: 10, result: value("old") },
  { type: "hostCall", name: "GetState", arguments: { key: "k" }, gasUsed: 0, result: value("old") },
  {
    type: "hostCall",
    name: "LogMessage",
    arguments: { body: value("hi") },
    gasUsed: 1,
    steps: [{ type: "log", contract: "fact", text: "hi" }],
  },
  {
    type: "hostCall",
    name: "PutState",
    arguments: { value: value("x".repeat(100), 5000) },
    gasUsed: 0,
    steps: [write],
  },
];

test("a tree has a line for each step, and one for what belongs together", () => {
  const root = call("fact", {
    parameters: { file: value("塔") },
    result: value("ok"),
    events: [{ contract: "fact", topic: "saved", data: ["a"] }],
    steps,
  });
  assert.deepEqual(render(trace(root)), [
    "t  block 7  SUCCESS  1,500 gas",
    "sender s",
    "└─ fact.run(file=塔)  WASMER  1,500 gas",
    '   │  event saved ["a"]',
    "   │  → ok",
    "   ├─ GetState(key=k) → old  10 gas",
    "   ├─ log hi",
    `   └─ PutState(value=${"x".repeat(60)}… (5000 B))`,
    "      └─ write fact#k = v",
  ]);
  assert.deepEqual(render(trace(root), 1).at(-1), "      └─ … 1");
});

test("slots of the EVM are numbers", () => {
  const root = call("book", {
    runtime: "EVM",
    steps: [
      { type: "read", contract: "book", key: value("") },
      { type: "write", contract: "book", key: value("0a"), value: { hex: "ff", bytes: 1 } },
    ],
  });
  assert.deepEqual(render(trace(root)).slice(3), ["   ├─ read  book[0x0] = 0x0", "   └─ write book[0x0a] = 0xff"]);
});

test("what steers a terminal does not get through, and what was cut is said", () => {
  const root = call("evil", { status: "CONTRACT_FAIL", code: 1, message: "\u001b[2Jgone" });
  const lines = render(trace(root, { isCut: true }));
  assert.ok(lines.includes("      ✗ ·[2Jgone"));
  assert.match(lines.at(-1) ?? "", /more than a trace holds/);
});

test("the way to a failure names contracts, host calls and reasons", () => {
  const root = call("alpha", {
    status: "CONTRACT_FAIL",
    code: 1,
    message: "error message: callee failed",
    steps: [
      ...steps,
      {
        type: "hostCall",
        name: "CallContractLen",
        arguments: {},
        gasUsed: 1,
        failure: "callee failed",
        steps: [failing],
      },
    ],
  });
  assert.deepEqual(failurePath(trace(root)), [
    { contract: "alpha", method: "run", hostCall: "CallContract", reason: "callee failed" },
    { contract: "beta", method: "run", reason: "_nope not found" },
  ]);
  assert.deepEqual(failurePath(trace(call("fact", { steps }))), []);
});
