import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { fromJson, type JsonValue, toBinary } from "@bufbuild/protobuf";
import { BlockInfoSchema, scanBlockInfo } from "@yanta/protocol";
import { proveTransaction } from "./collect/prove-transaction.ts";
import { readHeader } from "./read-header.ts";
import { placeTransaction } from "./read-transaction.ts";

const vector = new URL(
  "../../../third_party/chainmaker-vectors/blocks/real-block-2030200-height-2.json",
  import.meta.url,
);

it("places the transactions of a block that a ChainMaker node made", () => {
  const info = fromJson(BlockInfoSchema, JSON.parse(readFileSync(vector, "utf8")) as JsonValue);
  const block = scanBlockInfo(toBinary(BlockInfoSchema, info));
  const header = readHeader(block.headerBytes, "SHA256");
  for (let index = 0; index < header.txCount; index++) {
    const proof = proveTransaction(block, index, "SHA256");
    const { tx, result, rwSet } = placeTransaction(proof, header, "SHA256");
    assert.equal(rwSet.txId, tx.txId);
    assert.equal(result.code, 0);
    const gas = proof.transactionBytes.slice();
    gas[gas.length - 1] = (gas.at(-1) ?? 0) ^ 1;
    assert.throws(() => placeTransaction({ ...proof, transactionBytes: gas }, header, "SHA256"));
  }
  assert.throws(() => proveTransaction(block, header.txCount, "SHA256"), { code: "PROOF_NODE_ANSWER" });
});
