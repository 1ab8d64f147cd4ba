import assert from "node:assert/strict";
import { test } from "node:test";
import { createContractLog } from "./contract-log.ts";
import { createOutput } from "./output.ts";

test("lines of contracts go to standard error, bounded in length and number", () => {
  let err = "";
  let now = 0;
  const streams = { out: { write: () => assert.fail() }, err: { write: (text: string) => (err += text) } };
  const output = createOutput({ language: "en", json: false, streams });
  const log = createContractLog({ output: () => output, text: ({ en }) => en }, () => now);
  log({ contract: "fact", text: "hi \u001b[2J" });
  assert.equal(err, "[fact] hi ·[2J\n");
  for (let i = 0; i < 1000; i++) log({ contract: "fact", text: "x".repeat(10_000) });
  assert.equal(err.split("\n").length, 101);
  assert.ok(err.length < 60_000);
  now = 1000;
  log({ contract: "fact", text: "later" });
  assert.deepEqual(err.split("\n").slice(-3), ["… 901 more lines of contracts", "[fact] later", ""]);
});
