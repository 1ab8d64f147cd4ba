import assert from "node:assert/strict";
import { test } from "node:test";
import { TxStatusCode } from "@yanta/protocol";
import type { CodedError } from "@yanta/errors";
import { openTestChain } from "../testing/open-test-chain.ts";
import { callTx, installTx } from "../testing/script-contract.ts";

test("a chain takes blocks over: who waits is answered or told, listeners hear of the last block, and it goes on", async () => {
  const [elder, newcomer] = [await openTestChain(), await openTestChain()];
  const taken = callTx("taken", "put", { key: "k", value: "v" });
  elder.send(installTx("alpha"));
  await elder.makeBlock();
  elder.send(taken);
  await elder.makeBlock();

  const heights: bigint[] = [];
  newcomer.chain.onBlock(({ header }) => heights.push(header.blockHeight));
  newcomer.send(taken, callTx("alone", "put", { key: "k", value: "w" }));
  const { signal } = new AbortController();
  const found = newcomer.chain.waitForCommit("taken", signal);
  const lost = newcomer.chain.waitForCommit("alone", signal);
  const records = [1n, 2n].flatMap((height) => elder.ledger.getBlock(height) ?? []);
  const [outcome] = await Promise.allSettled([lost, newcomer.producer.adopt(records)]);
  assert.equal(outcome.status === "rejected" && (outcome.reason as CodedError).code, "CHAIN_TX_DROPPED");
  const { height, index, result } = await found;
  assert.deepEqual([height, index, result.code], [2n, 0, TxStatusCode.SUCCESS]);
  assert.deepEqual(heights, [2n]);
  assert.equal(newcomer.producer.pendingCount, 0);

  const next = callTx("next", "bump", { key: "n" });
  for (const { send, makeBlock } of [elder, newcomer]) {
    send(next);
    await makeBlock();
  }
  assert.deepEqual(newcomer.ledger.lastBlockHash, elder.ledger.lastBlockHash);
  assert.equal(newcomer.ledger.lastHeight, 3n);
});
