import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesToHex, hexToBytes } from "./hex.ts";

test("hex is lower case without prefix and comes back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const hex = bytesToHex(bytes);
      assert.equal(hex, Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
      assert.deepEqual(hexToBytes(hex), bytes);
      assert.deepEqual(hexToBytes(hex.toUpperCase()), bytes);
    }),
  );
});

test("a view into a larger buffer gives only its own bytes", () => {
  const bytes = new Uint8Array(64).fill(7).subarray(20, 40);
  assert.equal(bytesToHex(bytes), "07".repeat(20));
});

test("no character but a hex digit is taken, wherever it stands", () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    const expected = /[0-9a-fA-F]/.test(character);
    assert.equal(hexToBytes(`ab${character}1`) !== undefined, expected, `U+${code.toString(16)} first`);
    assert.equal(hexToBytes(`ab1${character}`) !== undefined, expected, `U+${code.toString(16)} second`);
  }
});

test("odd length is not hex; nothing is no bytes", () => {
  assert.equal(hexToBytes("abc"), undefined);
  assert.deepEqual(hexToBytes(""), new Uint8Array(0));
});
