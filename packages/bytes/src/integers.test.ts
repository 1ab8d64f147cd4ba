import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareBytes } from "./compare.ts";
import { bytesToHex } from "./hex.ts";
import { bytesToInt64Le, bytesToUint64Be, int64ToBytesLe, uint32ToBytesLe, uint64ToBytesBe } from "./integers.ts";

test("byte orders", () => {
  assert.equal(bytesToHex(uint32ToBytesLe(0x01020304)), "04030201");
  assert.equal(bytesToHex(uint32ToBytesLe(-1)), "ffffffff");
  assert.equal(bytesToHex(int64ToBytesLe(-2n)), "feffffffffffffff");
  assert.equal(bytesToHex(uint64ToBytesBe(0x0102030405060708n)), "0102030405060708");
});

test("64-bit integers come back", () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => bytesToInt64Le(int64ToBytesLe(value)) === value),
  );
  fc.assert(fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => bytesToUint64Be(uint64ToBytesBe(value)) === value));
});

test("eight bytes, no more and no less", () => {
  assert.equal(bytesToInt64Le(new Uint8Array(7)), undefined);
  assert.equal(bytesToInt64Le(new Uint8Array(9)), undefined);
});

test("a view and an offset are honoured", () => {
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => i).subarray(2);
  assert.equal(bytesToUint64Be(bytes, 1), 0x030405060708090an);
  assert.equal(bytesToInt64Le(bytes.subarray(0, 8)), 0x0908070605040302n);
});

test("big-endian bytes sort like the numbers", () => {
  const value = fc.bigInt(0n, 2n ** 64n - 1n);
  fc.assert(
    fc.property(value, value, (a, b) => {
      const order = a < b ? -1 : a > b ? 1 : 0;
      assert.equal(Math.sign(compareBytes(uint64ToBytesBe(a), uint64ToBytesBe(b))), order);
    }),
  );
});
