import assert from "node:assert/strict";
import { test } from "node:test";
import { create, equals } from "@bufbuild/protobuf";
import { concatBytes, emptyBytes } from "@yanta/bytes";
import fc from "fast-check";
import { encodeBlockInfo, scanBlockInfo, scanOwnBlockInfo } from "./block-info.ts";
import { encodeMessage } from "./encode-message.ts";
import {
  AdditionalDataSchema,
  BlockHeaderSchema,
  BlockInfoSchema,
  BlockSchema,
  DAGSchema,
} from "./gen/common/block_pb.js";
import { TxRWSetSchema } from "./gen/common/rwset_pb.js";
import { TransactionSchema } from "./gen/common/transaction_pb.js";
import { blockPiecesMax, messageFieldsMax } from "./limits.ts";
import { headerArbitrary, transactionArbitrary } from "./testing/arbitraries.ts";

const dagArbitrary = fc.array(fc.array(fc.nat(300), { maxLength: 3 }), { maxLength: 3 });

test("a block record is spliced as protobuf-es encodes it, and taken apart again", () => {
  fc.assert(
    fc.property(
      headerArbitrary,
      dagArbitrary,
      fc.array(transactionArbitrary, { maxLength: 3 }),
      fc.boolean(),
      (header, dag, txs, isSealed) => {
        const dagMessage = create(DAGSchema, { vertexes: dag.map((neighbors) => ({ neighbors })) });
        const rwsetList = txs.map((tx) => create(TxRWSetSchema, { txId: tx.payload?.txId ?? "" }));
        const additionalData = create(AdditionalDataSchema, { extraData: { key: Uint8Array.of(1) } });
        const block = create(BlockSchema, { header, dag: dagMessage, txs, ...(isSealed && { additionalData }) });
        const whole = encodeMessage(BlockInfoSchema, create(BlockInfoSchema, { block, rwsetList }));
        const parts = {
          headerBytes: encodeMessage(BlockHeaderSchema, header),
          dagBytes: encodeMessage(DAGSchema, dagMessage),
          txBytes: txs.map((tx) => encodeMessage(TransactionSchema, tx)),
          additionalDataBytes: isSealed ? encodeMessage(AdditionalDataSchema, additionalData) : undefined,
          rwSetBytes: rwsetList.map((rwSet) => encodeMessage(TxRWSetSchema, rwSet)),
        };
        assert.deepEqual(encodeBlockInfo(parts), whole);
        for (const scanned of [scanBlockInfo(whole), scanOwnBlockInfo(whole)]) {
          const { header: scannedHeader, blockBytes, ...scannedParts } = scanned;
          assert.deepEqual(scannedParts, parts);
          assert.ok(equals(BlockHeaderSchema, scannedHeader, header));
          assert.deepEqual(blockBytes, encodeMessage(BlockSchema, block));
        }
      },
    ),
    { seed: 9, numRuns: 100 },
  );
});

test("a split block is merged, a broken one refused", () => {
  const first = encodeMessage(BlockInfoSchema, create(BlockInfoSchema, { block: { header: { chainId: "c" } } }));
  const second = encodeMessage(BlockInfoSchema, create(BlockInfoSchema, { block: { header: { blockHeight: 5n } } }));
  const scanned = scanBlockInfo(concatBytes(second, first));
  assert.equal(scanned.header.chainId, "c");
  assert.equal(scanned.header.blockHeight, 5n);
  assert.throws(() => scanBlockInfo(first.subarray(0, first.length - 1)), { code: "PROTOCOL_BYTES_MALFORMED" });
});

test("a block is taken apart whatever the number of its fields; one of another form is bounded", () => {
  const write = encodeMessage(TxRWSetSchema, create(TxRWSetSchema, { txWrites: [{}] }));
  const rwSet = new Uint8Array(write.length * (messageFieldsMax + 1));
  for (let at = 0; at < rwSet.length; at += write.length) rwSet.set(write, at);
  const block = encodeBlockInfo({
    headerBytes: encodeMessage(BlockHeaderSchema, create(BlockHeaderSchema)),
    dagBytes: undefined,
    txBytes: [],
    rwSetBytes: [rwSet],
  });
  assert.equal(scanBlockInfo(block).rwSetBytes[0]?.length, rwSet.length);
  const unknownField = Uint8Array.of(0x78, 1);
  assert.throws(() => scanBlockInfo(concatBytes(block, unknownField)), { code: "PROTOCOL_FIELDS_TOO_MANY" });
});

test("a canonical block of millions of empty transactions is refused before they are taken apart", () => {
  const txBytes = Array.from({ length: blockPiecesMax }, () => emptyBytes);
  const bytes = encodeBlockInfo({ headerBytes: new Uint8Array(), dagBytes: undefined, txBytes, rwSetBytes: [] });
  assert.throws(() => scanBlockInfo(bytes), { code: "PROTOCOL_FIELDS_TOO_MANY" });
});
