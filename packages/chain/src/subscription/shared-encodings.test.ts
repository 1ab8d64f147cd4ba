import assert from "node:assert/strict";
import { test } from "node:test";
import { openTestChain } from "../testing/open-test-chain.ts";
import { callTx, installContracts } from "../testing/script-contract.ts";
import { sharedEncodingsMax } from "../limits.ts";
import { SharedEncodings } from "./shared-encodings.ts";

test("one encoding of each shape, of the block that was asked for last", () => {
  const shared = new SharedEncodings();
  const [first, second] = [Uint8Array.of(1), Uint8Array.of(1)];
  let made = 0;
  const ask = (block: Uint8Array, shape: string): Uint8Array =>
    shared.encoding(block, shape, () => Uint8Array.of(++made));
  const encoded = ask(first, "a");
  assert.equal(ask(first, "a"), encoded);
  assert.notEqual(ask(first, "b"), encoded);
  assert.equal(ask(first, "a"), encoded);
  assert.equal(made, 2);
  assert.notEqual(ask(second, "a"), encoded, "equal bytes of another block are another block");
  ask(first, "a");
  assert.equal(made, 4);
});

test("shapes are bounded: one more is made for each who asks", () => {
  const shared = new SharedEncodings();
  const block = Uint8Array.of(1);
  const ask = (shape: number): Uint8Array => shared.encoding(block, String(shape), () => Uint8Array.of(0));
  for (let shape = 0; shape < sharedEncodingsMax; shape++) ask(shape);
  assert.equal(ask(sharedEncodingsMax - 1), ask(sharedEncodingsMax - 1));
  assert.notEqual(ask(sharedEncodingsMax), ask(sharedEncodingsMax));
});

test("a block's transactions are read once", async () => {
  const chain = await openTestChain();
  await installContracts(chain, "alpha");
  chain.send(callTx("a", "put", { key: "k" }), callTx("b", "put", { key: "k" }));
  await chain.makeBlock();
  const shared = new SharedEncodings();
  const bytes = chain.ledger.getBlock(2n)?.blockInfoBytes ?? new Uint8Array();
  const txs = shared.txs(bytes);
  assert.deepEqual(
    txs.map(({ tx }) => tx.txId),
    ["a", "b"],
  );
  assert.equal(shared.txs(bytes), txs);
});
