import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { chainErrors } from "@yanta/chain";
import { TxRequestSchema, TxResponseSchema, TxStatusCode } from "@yanta/protocol";
import { createFakeChain } from "../../testing/fake-chain.ts";
import type { RpcContext } from "../rpc-context.ts";
import { goDuration, sendRequestSync } from "./send-request-sync.ts";

test("durations as Go writes them", () => {
  const texts: Record<number, string> = {
    0: "0s",
    1: "1ms",
    999: "999ms",
    1000: "1s",
    1500: "1.5s",
    1001: "1.001s",
    59_999: "59.999s",
    60_000: "1m0s",
    90_500: "1m30.5s",
    3_600_000: "1h0m0s",
    3_661_001: "1h1m1.001s",
    90_000_000: "25h0m0s",
  };
  for (const [ms, text] of Object.entries(texts)) assert.equal(goDuration(Number(ms)), text);
});

test("a transaction that the chain has dropped is answered at once, with the reason", async () => {
  const chain = createFakeChain("chain1");
  chain.waitForCommit = (txId) => Promise.reject(chainErrors.create("CHAIN_TX_DROPPED", { txId, reason: "too early" }));
  const context = { chains: new Map([["chain1", chain]]), syncResultTimeoutMs: 60_000 } as unknown as RpcContext;
  const request = create(TxRequestSchema, { payload: { chainId: "chain1", txId: "w" }, sender: { signer: {} } });
  const bytes = toBinary(TxRequestSchema, request);
  const answer = await sendRequestSync(context, new Map(), bytes, () => new AbortController());
  const { code, message } = fromBinary(TxResponseSchema, answer);
  assert.equal(code, TxStatusCode.TIMEOUT);
  assert.match(message, /^CHAIN_TX_DROPPED: .*: too early/);
});
