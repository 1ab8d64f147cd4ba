import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesToHex } from "./hex.ts";
import { encodeVarint, varintLength } from "./varint.ts";

test("known encodings", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "00"],
    [127, "7f"],
    [128, "8001"],
    [300, "ac02"],
    [2 ** 32, "8080808010"],
    [Number.MAX_SAFE_INTEGER, "ffffffffffffff0f"],
  ];
  for (const [value, hex] of cases) assert.equal(bytesToHex(encodeVarint(value)), hex);
});

test("seven bits a byte, least first, as long as foretold", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (value) => {
      const bytes = encodeVarint(value);
      assert.equal(bytes.length, varintLength(value));
      assert.equal(
        bytes.reduceRight((sum, byte) => sum * 128n + BigInt(byte & 0x7f), 0n),
        BigInt(value),
      );
      assert.ok(bytes.every((byte, i) => byte >= 0x80 === i < bytes.length - 1));
    }),
  );
});
