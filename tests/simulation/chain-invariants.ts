import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { bytesToBinaryString, bytesToHex } from "@yanta/bytes";
import {
  type Block,
  BlockHeaderSchema,
  type BlockInfo,
  BlockInfoSchema,
  DAGSchema,
  merkleRoot,
  TransactionSchema,
  TxRWSetSchema,
  TxStatusCode,
} from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const sha256Bytes = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();
const alone = new Set(["CHAIN_CONFIG", "CERT_MANAGE", "MULTI_SIGN", "CONTRACT_MANAGE"]);

/** All blocks of a chain, decoded by the general codec and not by the chain's own splicing. */
export function readBlocks(ledger: LedgerReader): BlockInfo[] {
  return Array.from({ length: Number(ledger.lastHeight ?? -1n) + 1 }, (_, height) => {
    const record = ledger.getBlock(BigInt(height));
    assert.ok(record, `block ${height}`);
    return fromBinary(BlockInfoSchema, record.blockInfoBytes);
  });
}

/** Hash chain, roots, configuration heights, rules of composition, and the state that the write sets add up to. */
export function assertChainInvariants(ledger: LedgerReader): void {
  const state = new Map<string, string>();
  const txIds = new Set<string>();
  let previousHash = "";
  let lastConfigHeight = 0n;
  for (const [height, info] of readBlocks(ledger).entries()) {
    const { block, rwsetList } = info;
    const header = block?.header;
    assert.ok(block && header);
    assert.equal(header.blockHeight, BigInt(height));
    assert.equal(bytesToHex(header.preBlockHash), previousHash, `pre_block_hash of ${height}`);
    assert.equal(header.preConfHeight, lastConfigHeight, `pre_conf_height of ${height}`);
    previousHash = bytesToHex(header.blockHash);
    assert.equal(
      sha256(toBinary(BlockHeaderSchema, { ...header, blockHash: new Uint8Array(), signature: new Uint8Array() })),
      previousHash,
    );
    assert.equal(
      bytesToHex(header.dagHash),
      sha256(block.dag === undefined ? new Uint8Array() : toBinary(DAGSchema, block.dag)),
    );
    assertTransactions(block, info, txIds);
    if (isConfigBlock(block)) lastConfigHeight = header.blockHeight;
    for (const { contractName, key, value } of rwsetList.flatMap(({ txWrites }) => txWrites)) {
      state.set(`${contractName}#${bytesToBinaryString(key)}`, bytesToHex(value));
    }
  }
  for (const [name, value] of state) {
    const separator = name.indexOf("#");
    const stored = ledger.getState(name.slice(0, separator), name.slice(separator + 1));
    assert.equal(stored === undefined ? "" : bytesToHex(stored), value, `state of ${name}`);
  }
}

function assertTransactions(block: Block, { rwsetList }: BlockInfo, txIds: Set<string>): void {
  const height = block.header?.blockHeight ?? 0n;
  assert.equal(block.txs.length, block.header?.txCount);
  assert.equal(rwsetList.length, block.txs.length);
  for (const [index, { payload, result }] of block.txs.entries()) {
    assert.ok(payload && result);
    assert.ok(!txIds.has(payload.txId), `${payload.txId} is twice on the chain`);
    txIds.add(payload.txId);
    const rwset = rwsetList[index];
    assert.ok(rwset);
    assert.equal(rwset.txId, payload.txId);
    assert.equal(bytesToHex(result.rwSetHash), sha256(toBinary(TxRWSetSchema, rwset)));
    if (result.code !== TxStatusCode.SUCCESS) assert.deepEqual(rwset.txWrites, [], `failed ${payload.txId} wrote`);
    if (alone.has(payload.contractName))
      assert.equal(block.txs.length, 1, `${payload.contractName} is not alone in block ${height}`);
    // The genesis block lists its writes in an order of its own.
    if (height === 0n) continue;
    for (const rows of [rwset.txReads, rwset.txWrites]) {
      const names = rows.map(({ contractName, key }) => `${contractName}#${bytesToBinaryString(key)}`);
      assert.deepEqual(names, [...new Set(names)].sort(), `order of rows of ${payload.txId}`);
    }
  }
  assert.deepEqual(
    block.header?.rwSetRoot,
    Uint8Array.from(
      merkleRoot(
        "SHA256",
        block.txs.map(({ result }) => result?.rwSetHash ?? new Uint8Array()),
      ),
    ),
  );
  const txHashes = block.txs.map((tx) => {
    if (tx.result?.contractResult !== undefined) tx.result.contractResult.gasUsed = 0n;
    return sha256Bytes(toBinary(TransactionSchema, tx));
  });
  assert.deepEqual(block.header?.txRoot, Uint8Array.from(merkleRoot("SHA256", txHashes)));
}

function isConfigBlock({ txs: [first] }: Block): boolean {
  return (
    first?.payload?.contractName === "CHAIN_CONFIG" &&
    first.result?.code === TxStatusCode.SUCCESS &&
    (first.result.contractResult?.result.length ?? 0) > 0
  );
}
