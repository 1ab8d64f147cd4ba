import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import {
  BlockHeaderSchema,
  BlockInfoSchema,
  BlockWithRWSetSchema,
  decodeMessage,
  type BlockInfo,
} from "@yanta/protocol";
import type { CallOutcome } from "@yanta/vm";
import { fakeLedger } from "../testing/fake-ledger.ts";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createBlockRecord } from "../testing/test-blocks.ts";
import { createTestConfig } from "../testing/test-config.ts";
import { createIdentity } from "../testing/test-identities.ts";

const admin1 = createIdentity(1);
const admin2 = createIdentity(2);
const light1 = createIdentity(1, "light1");
const records = [
  createBlockRecord({ height: 0n, isConfig: true, txs: [{ txId: "g", sender: admin1.member }] }),
  createBlockRecord({
    height: 1n,
    txs: [
      { txId: "a", sender: admin1.member, parameters: { p: "0123456789" }, events: ["x", "y"] },
      { txId: "b", sender: admin2.member, events: ["z"] },
    ],
  }),
  createBlockRecord({ height: 2n, txs: [{ txId: "c", sender: admin2.member }] }),
];

function contextOf(sender = admin1): FakeTxContext {
  return new FakeTxContext({
    config: createTestConfig(),
    sender,
    ledger: fakeLedger(records, { lastConfigHeight: 0n }),
  });
}

function infoOf(outcome: CallOutcome): BlockInfo {
  assert.equal(outcome.message, "OK");
  return decodeMessage(BlockInfoSchema, outcome.result);
}

const query = (method: string, parameters: Record<string, string> = {}, sender = admin1) =>
  runMethod(contextOf(sender), `CHAIN_QUERY.${method}`, parameters);
const txIdsOf = (info: BlockInfo) => info.block?.txs.map((tx) => tx.payload?.txId);

describe("blocks", () => {
  it("come by height, hash and transaction, with read-write sets only when asked for", () => {
    const hash = bytesToHex(utf8ToBytes("hash 1"));
    const without = query("GET_BLOCK_BY_HEIGHT", { blockHeight: "1", withRWSet: "false" });
    assert.deepEqual(txIdsOf(infoOf(without)), ["a", "b"]);
    assert.equal(infoOf(without).rwsetList.length, 0);
    for (const outcome of [
      query("GET_BLOCK_BY_HEIGHT", { blockHeight: "1", withRWSet: "TRUE" }),
      query("GET_BLOCK_WITH_TXRWSETS_BY_HEIGHT", { blockHeight: "1" }),
      query("GET_BLOCK_BY_HASH", { blockHash: hash, withRWSet: "1" }),
      query("GET_BLOCK_WITH_TXRWSETS_BY_HASH", { blockHash: hash }),
      query("GET_BLOCK_BY_TX_ID", { txId: "b", withRWSet: "true" }),
    ]) {
      assert.deepEqual(outcome.result, records[1]?.blockInfoBytes);
    }
  });

  it("come last, last of the configuration, and by -1", () => {
    assert.deepEqual(txIdsOf(infoOf(query("GET_LAST_BLOCK"))), ["c"]);
    assert.deepEqual(txIdsOf(infoOf(query("GET_BLOCK_BY_HEIGHT", { blockHeight: "-1" }))), ["c"]);
    assert.deepEqual(txIdsOf(infoOf(query("GET_LAST_CONFIG_BLOCK"))), ["g"]);
  });

  it("that are not there, and bad parameters, are refused with ChainMaker's texts", () => {
    const refusal = (method: string, parameters: Record<string, string> = {}) => refusalOf(query(method, parameters));
    assert.equal(refusal("GET_BLOCK_BY_HEIGHT", { blockHeight: "3" }), "no such block, chainId:chain1");
    assert.equal(refusal("GET_BLOCK_BY_HASH", { blockHash: "00" }), "no such block, chainId:chain1");
    assert.equal(refusal("GET_BLOCK_BY_TX_ID", { txId: "x" }), "no such block, chainId:chain1");
    assert.equal(refusal("GET_BLOCK_BY_HEIGHT"), "invalid params len, need [blockHeight]");
    assert.equal(
      refusal("GET_BLOCK_BY_HEIGHT", { blockHeight: "x" }),
      'strconv.ParseUint: parsing "x": invalid syntax',
    );
    assert.equal(refusal("GET_BLOCK_BY_HASH", { blockHash: "0" }), "encoding/hex: odd length hex string");
    assert.equal(refusal("GET_BLOCK_BY_HASH", { blockHash: "0g" }), "encoding/hex: invalid byte: U+0067 'g'");
  });
});

describe("blocks that may be archived", () => {
  const many = Array.from({ length: 15 }, (_, index) =>
    createBlockRecord({ height: BigInt(index), isConfig: index === 2, txs: [{ txId: `t${index}` }] }),
  );
  const ask = (method: string, height: number, archivedHeight: bigint, isQuery: boolean): string => {
    const ledger = fakeLedger(many, { archivedHeight, lastConfigHeight: 2n });
    const context = new FakeTxContext({ config: createTestConfig(), sender: admin1, ledger, isQuery });
    const blockHash = bytesToHex(utf8ToBytes(`hash ${height}`));
    const parameter = method.includes("HASH")
      ? { blockHash }
      : method.includes("TX_ID")
        ? { txId: `t${height}` }
        : { blockHeight: String(height) };
    const { message } = runMethod(context, `CHAIN_QUERY.${method}`, method.endsWith("CONFIG_BLOCK") ? {} : parameter);
    return message;
  };
  const archivedTexts: Readonly<Record<string, string>> = {
    GET_BLOCK_BY_HEIGHT: "get block failed, archived block",
    GET_BLOCK_BY_HASH: "get block failed, archived block",
    GET_BLOCK_BY_TX_ID: "get block failed, archived block",
    GET_FULL_BLOCK_BY_HEIGHT: "get blockwithrwset failed, archived block",
    GET_TX_BY_TX_ID: "get transaction failed, archived transaction",
    GET_MERKLE_PATH_BY_TX_ID: "get block failed, archived block",
  };

  it("a transaction sees the latest ones and the last config block, whatever this node has archived", () => {
    for (const archivedHeight of [0n, 4n]) {
      for (const [method, text] of Object.entries(archivedTexts)) {
        assert.equal(ask(method, 4, archivedHeight, false), "OK", method);
        assert.equal(ask(method, 3, archivedHeight, false), text, method);
      }
      for (const method of ["GET_BLOCK_HEADER_BY_HEIGHT", "GET_BLOCK_HEIGHT_BY_TX_ID", "GET_BLOCK_HEIGHT_BY_HASH"])
        assert.equal(ask(method, 1, archivedHeight, false), "OK", method);
    }
    assert.equal(ask("GET_LAST_CONFIG_BLOCK", 2, 0n, false), "OK");
  });

  it("a query sees what this node has", () => {
    for (const [method, text] of Object.entries(archivedTexts)) {
      assert.equal(ask(method, 3, 0n, true), "OK", method);
      assert.equal(ask(method, 3, 4n, true), text, method);
    }
  });
});

it("the full block carries the events of its transactions", () => {
  const outcome = query("GET_FULL_BLOCK_BY_HEIGHT", { blockHeight: "1" });
  const full = decodeMessage(BlockWithRWSetSchema, outcome.result);
  assert.deepEqual(
    full.contractEvents.map((event) => event.topic),
    ["x", "y", "z"],
  );
  assert.equal(full.txRWSets.length, 2);
  assert.equal(
    refusalOf(query("GET_FULL_BLOCK_BY_HEIGHT", { blockHeight: "9" })),
    "no such blockwithrwset, chainId:chain1",
  );
});

it("headers and heights", () => {
  const header = decodeMessage(BlockHeaderSchema, query("GET_BLOCK_HEADER_BY_HEIGHT", { blockHeight: "2" }).result);
  assert.equal(header.blockHeight, 2n);
  assert.equal(textOf(query("GET_BLOCK_HEIGHT_BY_TX_ID", { txId: "b" })), "1");
  assert.equal(textOf(query("GET_BLOCK_HEIGHT_BY_HASH", { blockHash: bytesToHex(utf8ToBytes("hash 2")) })), "2");
  assert.equal(
    refusalOf(query("GET_BLOCK_HEADER_BY_HEIGHT", { blockHeight: "9" })),
    "no such blockheader, chainId:chain1",
  );
  assert.equal(
    refusalOf(query("GET_BLOCK_HEIGHT_BY_TX_ID", { txId: "x" })),
    "get getblockheightbytxid failed, value not found",
  );
  assert.equal(
    refusalOf(query("GET_BLOCK_HEIGHT_BY_HASH", { blockHash: "00" })),
    "get getheightbyhash failed, value not found",
  );
});

describe("a LIGHT asker", () => {
  it("sees only transactions, read-write sets and events of the own organisation", () => {
    const info = infoOf(query("GET_BLOCK_BY_HEIGHT", { blockHeight: "1", withRWSet: "true" }, light1));
    assert.deepEqual(txIdsOf(info), ["a"]);
    assert.deepEqual(
      info.rwsetList.map((rwset) => rwset.txId),
      ["a"],
    );
    assert.equal(info.block?.header?.txCount, 2);
    const full = decodeMessage(
      BlockWithRWSetSchema,
      query("GET_FULL_BLOCK_BY_HEIGHT", { blockHeight: "1" }, light1).result,
    );
    assert.deepEqual(
      full.contractEvents.map((event) => event.topic),
      ["x", "y"],
    );
  });

  it("sees no transaction of the genesis block", () => {
    assert.deepEqual(txIdsOf(infoOf(query("GET_LAST_CONFIG_BLOCK", {}, light1))), []);
  });
});

it("values are shortened by every model", () => {
  const valueOf = (model: string) => {
    const info = infoOf(
      query("GET_BLOCK_BY_HEIGHT", {
        blockHeight: "1",
        withRWSet: "true",
        truncateValueLen: "4",
        truncateModel: model,
      }),
    );
    return [info.block?.txs[0]?.payload?.parameters[0]?.value, info.rwsetList[0]?.txWrites[0]?.value].map((value) =>
      bytesToHex(value ?? new Uint8Array(0)),
    );
  };
  assert.deepEqual(valueOf("truncate"), ["30313233", bytesToHex(utf8ToBytes("a lo"))]);
  assert.deepEqual(valueOf("EMPTY"), ["", ""]);
  assert.deepEqual(valueOf("cut"), [bytesToHex(utf8ToBytes("cut")), bytesToHex(utf8ToBytes("cut"))]);
  assert.equal(valueOf("hash")[0], "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882");
  const kept = infoOf(
    query("GET_BLOCK_BY_HEIGHT", { blockHeight: "1", truncateValueLen: "10", truncateModel: "hash" }),
  );
  assert.equal(kept.block?.txs[0]?.payload?.parameters[0]?.value.length, 10);
});
