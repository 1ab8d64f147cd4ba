import assert from "node:assert/strict";
import { bytesToBinaryString, bytesToHex } from "@yanta/bytes";
import {
  encodeTxRwSet,
  hashRwSet,
  rwSetRoot,
  type RwSetRow,
  type TxRead,
  TxRWSetSchema,
  type TxWrite,
} from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { hashNames } from "./hash-names.ts";
import { checkJsonView, checkRoundTrip } from "./message-vector.ts";

checkCases("rwset.json", (vector) => {
  if (vector.has("rw_set_hashes")) {
    const hashes = vector.hexList("rw_set_hashes").map((hash) => hash ?? assert.fail("a hash is missing"));
    for (const algorithm of hashNames(vector, "root_"))
      assert.equal(bytesToHex(rwSetRoot(algorithm, hashes)), vector.text(`root_${algorithm}`));
    return;
  }
  const bytes = vector.hex("bytes");
  checkJsonView(TxRWSetSchema, vector.value["rwset"], bytes);
  const message = checkRoundTrip(TxRWSetSchema, bytes);
  // Key versions are never set on real chains; the fast encoder has none.
  if (message.txReads.every((read) => read.version === undefined)) {
    const rwSet = { txId: message.txId, reads: message.txReads.map(toRow), writes: message.txWrites.map(toRow) };
    assert.equal(bytesToHex(encodeTxRwSet(rwSet)), vector.text("bytes"));
  }
  for (const algorithm of hashNames(vector))
    assert.equal(bytesToHex(hashRwSet(algorithm, bytes)), vector.text(algorithm));
});

function toRow(item: TxRead | TxWrite): RwSetRow {
  return { contract: item.contractName, key: bytesToBinaryString(item.key), value: item.value };
}
