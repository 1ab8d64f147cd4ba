import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { binaryStringToBytes, binaryStringToText, bytesToBinaryString, textToBinaryString } from "./binary-string.ts";
import { compareBytes } from "./compare.ts";

test("every byte value is one character", () => {
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  const text = bytesToBinaryString(all);
  assert.equal(text.length, 256);
  assert.deepEqual(binaryStringToBytes(text), all);
  assert.ok([...text].every((character, i) => character.charCodeAt(0) === i));
});

test("< on binary strings is the order of the bytes", () => {
  const bytes = fc.uint8Array({ maxLength: 80 });
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const left = bytesToBinaryString(a);
      const right = bytesToBinaryString(b);
      const order = left < right ? -1 : left > right ? 1 : 0;
      assert.equal(order, Math.sign(compareBytes(a, b)));
    }),
  );
});

test("texts come back, ASCII unchanged", () => {
  assert.equal(textToBinaryString("key#field"), "key#field");
  assert.equal(textToBinaryString("雁"), "\u00e9\u009b\u0081");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      assert.equal(binaryStringToText(textToBinaryString(text)), text);
    }),
  );
});

test("the low byte is kept of a character that is none", () => {
  assert.deepEqual(binaryStringToBytes("\u0141"), Uint8Array.of(0x41));
  assert.deepEqual(binaryStringToBytes("\u0141".repeat(40)), new Uint8Array(40).fill(0x41));
});
