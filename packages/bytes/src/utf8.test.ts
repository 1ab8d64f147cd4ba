import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesToUtf8, utf8ToBytes } from "./utf8.ts";

test("the bytes are those of the platform's encoder", () => {
  const unit = fc.constantFrom("a", "z", "\u0000", "\u007f", "\u0080", "é", "雁", "😀", "\ud800", "\udc00", "\ufeff");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 80 }), (text) => {
      assert.deepEqual(utf8ToBytes(text), new TextEncoder().encode(text));
    }),
  );
});

test("a byte order mark is text like any other", () => {
  assert.equal(bytesToUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "\ufeffa");
});

test("malformed bytes become replacement characters", () => {
  assert.equal(bytesToUtf8(Uint8Array.of(0x61, 0xff, 0xe9, 0x9b, 0x62)), "a\ufffd\ufffdb");
});
