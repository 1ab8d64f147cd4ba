import assert from "node:assert/strict";
import { hexToBytes } from "@yanta/bytes";
import {
  createTimestampTxId,
  isChainId,
  isContractName,
  isEvmAddress,
  isTxIdFormat,
  timestampOfTxId,
} from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import type { Fields } from "./fields.ts";

const checks: Readonly<Record<string, (vector: Fields) => void>> = {
  "utils.CheckTxIDFormat": (vector) => assert.equal(isTxIdFormat(vector.text("txid")), vector.boolean("valid")),
  "utils.CheckContractNameFormat": (vector) =>
    assert.equal(isContractName(vector.text("name")), vector.boolean("valid")),
  "utils.CheckChainIdFormat": (vector) => assert.equal(isChainId(vector.text("chain_id")), vector.boolean("valid")),
  "utils.CheckEvmAddressFormat": (vector) =>
    assert.equal(isEvmAddress(vector.text("address")), vector.boolean("valid")),
  "utils.GetTimestampTxIdByNano": checkTimestampTxId,
  "utils.GetTxIdWithSeed": checkSeededTxId,
};

checkCases("ids.json", (vector) => {
  const check = checks[vector.text("func")];
  assert.ok(check !== undefined, `no check for ${vector.text("func")}`);
  check(vector);
});

function checkTimestampTxId(vector: Fields): void {
  const example = vector.text("example");
  const randomBytes = hexToBytes(example.slice(18)) ?? assert.fail("not hex");
  // The example's random part already has a UUID's version and variant bits, so it comes out as it went in.
  assert.equal(createTimestampTxId({ unixNanos: vector.integer("nano"), randomBytes }), example);
  assert.ok(example.startsWith(vector.text("fixed_prefix")));
  assert.equal(timestampOfTxId(example), vector.integer("nano_back"));
}

/** Ids from a seed need Go's math/rand; the only one that matters, genesis', is a constant. Its form is checked. */
function checkSeededTxId(vector: Fields): void {
  const id = vector.text("txid");
  assert.match(id, /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}/);
  assert.equal(id.slice(0, 32), id.slice(32));
  assert.ok(isTxIdFormat(id));
}
