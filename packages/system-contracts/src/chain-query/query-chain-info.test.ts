import assert from "node:assert/strict";
import { it } from "node:test";
import { bytesToBase64, concatBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import {
  ArchiveStatusSchema,
  ChainInfoSchema,
  ChainListSchema,
  decodeMessage,
  encodeMessage,
  scanOwnBlockInfo,
  TransactionSchema,
} from "@yanta/protocol";
import { fakeLedger } from "../testing/fake-ledger.ts";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createBlockRecord } from "../testing/test-blocks.ts";
import { createTestConfig } from "../testing/test-config.ts";

const three = createBlockRecord({ height: 0n, txs: [{ txId: "a" }, { txId: "b" }, { txId: "c" }] });
const one = createBlockRecord({ height: 1n, txs: [{ txId: "d" }] });

function query(method: string, parameters: Record<string, string> = {}, records = [three, one], archivedHeight = 0n) {
  const ledger = fakeLedger(records, { archivedHeight });
  return runMethod(
    new FakeTxContext({ config: createTestConfig(), ledger, isQuery: true }),
    `CHAIN_QUERY.${method}`,
    parameters,
  );
}

it("GET_CHAIN_INFO names the height and the nodes", () => {
  const info = decodeMessage(ChainInfoSchema, query("GET_CHAIN_INFO").result);
  assert.equal(info.blockHeight, 1n);
  assert.deepEqual(
    info.nodeList.map(({ nodeId, nodeAddress, nodeTlsCert }) => [nodeId, nodeAddress, [...nodeTlsCert]]),
    [
      ["node1-of-chain1", "/ip4/127.0.0.1/tcp/11301", [1, 2]],
      ["node2-of-chain1", "", [3]],
    ],
  );
  assert.equal(refusalOf(query("GET_CHAIN_INFO", {}, [])), "no such block, chainId:chain1");
});

it("GET_NODE_CHAIN_LIST names the hosted chains", () => {
  assert.deepEqual(decodeMessage(ChainListSchema, query("GET_NODE_CHAIN_LIST").result).chainIdList, ["chain1"]);
});

it("archive state", () => {
  const ask = (method: string) => query(method, {}, [three, one], 1n);
  assert.equal(textOf(ask("GET_ARCHIVED_BLOCK_HEIGHT")), "1");
  const status = decodeMessage(ArchiveStatusSchema, ask("GET_ARCHIVE_STATUS").result);
  assert.deepEqual([status.archivePivot, status.maxAllowArchiveHeight, status.process], [1n, 0n, 0]);
});

it("GET_MERKLE_PATH_BY_TX_ID answers hashes over transactions without their gas", () => {
  const [a, b, c] = scanOwnBlockInfo(three.blockInfoBytes).txBytes.map((bytes) => {
    const tx = decodeMessage(TransactionSchema, bytes);
    if (tx.result?.contractResult !== undefined) tx.result.contractResult.gasUsed = 0n;
    return hashBytes("SHA256", encodeMessage(TransactionSchema, tx));
  });
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  const parentOfC = hashBytes("SHA256", concatBytes(c, c));
  assert.equal(
    textOf(query("GET_MERKLE_PATH_BY_TX_ID", { txId: "a" })),
    JSON.stringify([bytesToBase64(b), bytesToBase64(parentOfC)]),
  );
  assert.equal(textOf(query("GET_MERKLE_PATH_BY_TX_ID", { txId: "d" })), "null");
  assert.equal(refusalOf(query("GET_MERKLE_PATH_BY_TX_ID", { txId: "x" })), "no such block, chainId:chain1");
});

it("what differs from node to node is answered to queries only, never within a block", () => {
  const context = new FakeTxContext({
    config: createTestConfig(),
    ledger: fakeLedger([three, one], { archivedHeight: 1n }),
  });
  for (const method of ["GET_CHAIN_INFO", "GET_NODE_CHAIN_LIST", "GET_ARCHIVED_BLOCK_HEIGHT", "GET_ARCHIVE_STATUS"]) {
    assert.equal(
      refusalOf(runMethod(context, `CHAIN_QUERY.${method}`)),
      "the method answers queries only, it is different on each node",
    );
  }
});
