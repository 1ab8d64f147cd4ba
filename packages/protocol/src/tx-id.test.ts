import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createRandomTxId,
  createTimestampTxId,
  isTxIdFormat,
  isTxIdLength,
  randomTxIdRandomBytes,
  timestampOfTxId,
  timestampTxIdRandomBytes,
} from "./tx-id.ts";

test("a timestamp id holds its time, the mark and a UUIDv4", () => {
  const randomBytes = new Uint8Array(timestampTxIdRandomBytes).fill(0xff);
  const id = createTimestampTxId({ unixNanos: 1697982283862757752n, randomBytes });
  assert.equal(id, "179071e4108bd178ca" + "ff".repeat(7) + "ffffffffffff4fffbfffffffffffffff");
  assert.equal(timestampOfTxId(id), 1697982283862757752n);
  assert.deepEqual(
    randomBytes,
    new Uint8Array(timestampTxIdRandomBytes).fill(0xff),
    "the given bytes stay as they are",
  );
});

test("a random id is two UUIDv4 and has no time", () => {
  const id = createRandomTxId(new Uint8Array(randomTxIdRandomBytes));
  assert.equal(id, "00000000000040008000000000000000".repeat(2));
  assert.equal(timestampOfTxId(id), undefined);
  assert.equal(timestampOfTxId("ca".repeat(20)), undefined);
  assert.equal(timestampOfTxId("x".repeat(64)), undefined);
});

test("format counts characters, length counts bytes", () => {
  assert.ok(isTxIdFormat("文".repeat(64)));
  assert.ok(!isTxIdLength("文".repeat(22)));
  assert.ok(isTxIdLength("文".repeat(21)));
  assert.ok(isTxIdFormat("😀".repeat(64)));
  for (const space of ["\t", "\n", "\f", "\r", " "]) assert.ok(!isTxIdFormat(`a${space}b`));
  // Go's \S knows ASCII only.
  assert.ok(isTxIdFormat("a\u00a0b\vc"));
  assert.ok(!isTxIdFormat("a\n"));
});
