import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { readable } from "./readable-bytes.ts";

test("text as it is, anything else as hex", () => {
  assert.equal(readable(utf8ToBytes("雁塔\n")), "雁塔\n");
  assert.equal(readable(new Uint8Array(0)), "");
  assert.equal(readable(Uint8Array.of(0xff, 0)), "hex:ff00");
  assert.equal(readable(utf8ToBytes("a\u001b[31m")), "hex:611b5b33316d", "no escape codes for the terminal");
});

test("a long text is cut between characters, wherever they lie", () => {
  for (const shift of ["", "a", "ab"]) {
    const text = shift + "塔".repeat(100);
    assert.match(readable(utf8ToBytes(text)), /^[ab]*塔{84,85} … \(30\d bytes\)$/);
  }
  assert.match(readable(new Uint8Array(1000).fill(0x80)), /^hex:(80)+ … \(1000 bytes\)$/);
});
