import assert from "node:assert/strict";
import { it } from "node:test";
import { decodeMessage, encodeMessage, TransactionInfoWithRWSetSchema } from "@yanta/protocol";
import { fakeLedger } from "../testing/fake-ledger.ts";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";
import { createBlockRecord } from "../testing/test-blocks.ts";
import { createTestConfig } from "../testing/test-config.ts";
import { createIdentity } from "../testing/test-identities.ts";

const admin1 = createIdentity(1);
const light2 = createIdentity(2, "light1");
const light1 = createIdentity(1, "light1");
const records = [
  createBlockRecord({ height: 0n, txs: [{ txId: "g", sender: admin1.member }] }),
  createBlockRecord({
    height: 1n,
    txs: [
      { txId: "a", sender: admin1.member },
      { txId: "b", sender: admin1.member, parameters: { p: "12345" } },
    ],
  }),
];

function query(parameters: Record<string, string>, sender = admin1, archivedHeight = 0n) {
  const ledger = fakeLedger(records, { archivedHeight });
  return runMethod(
    new FakeTxContext({ config: createTestConfig(), sender, ledger, isQuery: true }),
    "CHAIN_QUERY.GET_TX_BY_TX_ID",
    parameters,
  );
}

function infoOf(parameters: Record<string, string>, sender = admin1) {
  const { result } = query(parameters, sender);
  const info = decodeMessage(TransactionInfoWithRWSetSchema, result);
  assert.deepEqual(encodeMessage(TransactionInfoWithRWSetSchema, info), result, "the spliced bytes are canonical");
  return info;
}

it("GET_TX_BY_TX_ID answers the transaction and where it stands", () => {
  const info = infoOf({ txId: "b" });
  assert.equal(info.transaction?.payload?.txId, "b");
  assert.deepEqual([info.blockHeight, info.txIndex, info.blockTimestamp], [1n, 1, 1_700_000_001n]);
  assert.deepEqual(info.blockHash, records[1]?.blockHash);
  assert.equal(info.rwSet, undefined);
  assert.equal(infoOf({ txId: "b", withRWSet: "true" }).rwSet?.txId, "b");
  assert.equal(infoOf({ txId: "g" }).txIndex, 0);
});

it("GET_TX_BY_TX_ID shortens values", () => {
  const info = infoOf({ txId: "b", withRWSet: "true", truncateValueLen: "2", truncateModel: "truncate" });
  assert.deepEqual(info.transaction?.payload?.parameters[0]?.value, Uint8Array.of(0x31, 0x32));
  assert.equal(info.rwSet?.txWrites[0]?.value.length, 2);
});

it("GET_TX_BY_TX_ID hides other organisations' transactions from LIGHT users", () => {
  const hidden = infoOf({ txId: "b", withRWSet: "true" }, light2);
  assert.deepEqual([hidden.transaction, hidden.rwSet, hidden.blockHeight], [undefined, undefined, 1n]);
  assert.equal(infoOf({ txId: "b" }, light1).transaction?.payload?.txId, "b");
});

it("GET_TX_BY_TX_ID leaves the result empty when there is nothing", () => {
  const outcome = query({ txId: "x" });
  assert.equal(refusalOf(outcome), "no such transaction, chainId:chain1");
  assert.equal(outcome.result.length, 0);
  assert.equal(refusalOf(query({})), "invalid params len, need [txId]");
  assert.equal(refusalOf(query({ txId: "a" }, admin1, 2n)), "get transaction failed, archived transaction");
  assert.equal(refusalOf(query({ txId: "a", truncateValueLen: "x" })), 'strconv.Atoi: parsing "x": invalid syntax');
});
