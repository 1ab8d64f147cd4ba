import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import {
  encodeResult,
  hashTransaction,
  resultComparisonBytes,
  ResultSchema,
  splitTransaction,
  TransactionSchema,
} from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { hashNames } from "./hash-names.ts";
import { checkRoundTrip } from "./message-vector.ts";

checkCases("transaction.json", (vector) => {
  const bytes = vector.hex("bytes");
  checkRoundTrip(TransactionSchema, bytes);
  const { tx, resultBytes } = splitTransaction(bytes);
  if (resultBytes === undefined) {
    // A transaction of a block always has its result; one without is hashed as it is.
    for (const algorithm of hashNames(vector)) {
      assert.equal(
        bytesToHex(hashBytes(algorithm, bytes)),
        vector.object(algorithm).text("tx_hash_block_version_ge_2300"),
      );
    }
    return;
  }
  const result = checkRoundTrip(ResultSchema, resultBytes);
  assert.equal(bytesToHex(encodeResult(result)), vector.text("result_bytes_with_gas"));
  assert.equal(bytesToHex(resultComparisonBytes(result)), vector.text("result_bytes_gas_zeroed"));
  assert.equal(bytesToHex(tx.toTransactionBytes(resultBytes)), vector.text("bytes"));
  assert.equal(
    bytesToHex(tx.toTransactionBytes(resultComparisonBytes(result))),
    vector.text("hashed_bytes_block_version_ge_2300"),
  );
  assert.equal(result.contractResult?.gasUsed ?? 0n, vector.integer("gas_used"));
  for (const algorithm of hashNames(vector)) {
    const hashes = vector.object(algorithm);
    assert.equal(bytesToHex(hashTransaction({ algorithm, blockVersion: 2299, tx, result })), hashes.text("tx_hash"));
    assert.equal(
      bytesToHex(hashTransaction({ algorithm, blockVersion: 2300, tx, result })),
      hashes.text("tx_hash_block_version_ge_2300"),
    );
    assert.equal(bytesToHex(hashBytes(algorithm, tx.payloadBytes)), hashes.text("tx_request_hash"));
    assert.equal(bytesToHex(hashBytes(algorithm, resultComparisonBytes(result))), hashes.text("tx_result_hash"));
  }
});
