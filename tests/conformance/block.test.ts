import assert from "node:assert/strict";
import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { bytesToHex } from "@yanta/bytes";
import {
  blockHash,
  BlockHeaderSchema,
  BlockInfoSchema,
  BlockWithRWSetSchema,
  encodeBlockInfo,
  encodeMessage,
  partialBlockHash,
  scanBlockInfo,
} from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { hashNames } from "./hash-names.ts";
import { checkRoundTrip } from "./message-vector.ts";

// `fingerprint` is a key that each node keeps to itself (ledger.md §2), so it is not checked.
checkCases("block.json", (vector) => {
  const blockInfoBytes = vector.hex("block_info_bytes");
  checkRoundTrip(BlockInfoSchema, blockInfoBytes);
  checkRoundTrip(BlockWithRWSetSchema, vector.hex("block_with_rwset_bytes"));
  const scanned = scanBlockInfo(blockInfoBytes);
  assert.equal(bytesToHex(encodeBlockInfo(scanned)), vector.text("block_info_bytes"));
  assert.equal(bytesToHex(scanned.blockBytes), vector.text("block_bytes"));
  assert.equal(bytesToHex(scanned.headerBytes), vector.text("header_signed_bytes"));
  const { header } = scanned;
  assert.equal(bytesToHex(header.signature), vector.text("signature"));
  const unsigned = { ...header, blockHash: new Uint8Array(0), signature: new Uint8Array(0) };
  assert.equal(bytesToHex(encodeMessage(BlockHeaderSchema, unsigned)), vector.text("header_unsigned_bytes"));
  const view = fromJson(BlockHeaderSchema, vector.value["header_json"] as JsonValue);
  assert.equal(bytesToHex(encodeMessage(BlockHeaderSchema, view)), vector.text("header_unsigned_bytes"));
  for (const hash of hashNames(vector, "block_hash_"))
    assert.equal(bytesToHex(blockHash(hash, header)), vector.text(`block_hash_${hash}`));
  for (const hash of hashNames(vector, "partial_block_hash_")) {
    assert.equal(bytesToHex(partialBlockHash(hash, header)), vector.text(`partial_block_hash_${hash}`));
  }
});
