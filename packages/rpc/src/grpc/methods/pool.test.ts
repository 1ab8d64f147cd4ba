import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { createTxView, encodeMessage, TxRequestSchema, txpool } from "@yanta/protocol";
import { createFakeChain } from "../../testing/fake-chain.ts";
import { CallStatus } from "../call-status.ts";
import type { RpcContext } from "../rpc-context.ts";
import { getTxsInPoolByTxIds } from "./pool.ts";

/** A node whose pool holds transaction `t` with a parameter of some bytes. */
function contextWith(sizeBytes: number): RpcContext {
  const payload = { txId: "t", parameters: [{ key: "k", value: new Uint8Array(sizeBytes) }] };
  const tx = createTxView(encodeMessage(TxRequestSchema, create(TxRequestSchema, { payload })));
  const chain = createFakeChain("chain1");
  Object.assign(chain.pool, { find: (txId: string) => (txId === "t" ? tx : undefined) });
  return { chains: new Map([["chain1", chain]]) } as unknown as RpcContext;
}

const asking = (txIds: string[]): Uint8Array => {
  const schema = txpool.GetTxsInPoolByTxIdsRequestSchema;
  return toBinary(schema, create(schema, { chainId: "chain1", txIds }));
};

test("answers transactions of the pool and the ids that are not in it", () => {
  const answer = getTxsInPoolByTxIds(contextWith(10), asking(["t", "other", "t"]));
  const { txs, txIds } = fromBinary(txpool.GetTxsInPoolByTxIdsResponseSchema, answer);
  assert.deepEqual([txs.map(({ payload }) => payload?.txId), txIds], [["t", "t"], ["other"]]);
});

test("one large transaction asked for many times is refused before it is copied", () => {
  const ids = Array.from({ length: 10_000 }, () => "t");
  assert.throws(
    () => getTxsInPoolByTxIds(contextWith(8 * 1024 * 1024), asking(ids)),
    (error) => error instanceof CallStatus && error.code === "RESOURCE_EXHAUSTED",
  );
});
