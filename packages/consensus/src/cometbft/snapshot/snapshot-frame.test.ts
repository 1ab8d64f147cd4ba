import assert from "node:assert/strict";
import { test } from "node:test";
import { callTx, installTx, testNow } from "@yanta/chain/testing";
import { openEngineNode, testEngineGenesis } from "../../testing/engine-node.ts";
import { FakeEngine } from "../../testing/fake-engine.ts";
import { ManualTime } from "../../testing/manual-time.ts";
import { readEngineData } from "../app/engine-data.ts";
import { checkFrame, encodeFrame, type ExpectedBlock } from "./snapshot-frame.ts";

/** A frame of a block with one call, and what tells it. */
async function frameOfCall() {
  const { config, appState } = testEngineGenesis(4);
  const engine = new FakeEngine("chain1", appState);
  const { chain } = await openEngineNode({ index: 0, engine, appState, config, time: new ManualTime(testNow) });
  await engine.handshake();
  for (const tx of [installTx("alpha"), callTx("t1", "put", { key: "k", value: "v" })]) {
    chain.send(tx);
    await engine.apply(await engine.prepare(testNow));
  }
  const record = chain.ledger.getBlock(2n);
  assert.ok(record !== undefined);
  const digest = readEngineData(record)?.digest;
  assert.ok(digest !== undefined);
  return { frame: encodeFrame(chain.ledger, record), expected: { kind: "digest", digest } satisfies ExpectedBlock };
}

test("a frame with any one bit flipped, or cut anywhere, is not the expected block, and nothing is thrown", async () => {
  const { frame, expected } = await frameOfCall();
  const check = (bytes: Uint8Array) =>
    checkFrame({ frame: bytes, height: 2n, expected, algorithm: "SHA256" })?.engineHeight;
  assert.equal(check(frame), 2n);
  for (let bit = 0; bit < frame.length * 8; bit++) {
    const changed = Uint8Array.from(frame);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.equal(check(changed), undefined, `bit ${bit} of ${frame.length} bytes`);
  }
  for (let length = 0; length < frame.length; length++)
    assert.equal(check(frame.subarray(0, length)), undefined, `${length} of ${frame.length} bytes`);
});
