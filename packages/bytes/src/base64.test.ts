import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base64ToBytes, bytesToBase64 } from "./base64.ts";

test("RFC 4648 section 10", () => {
  const cases = [
    "",
    "",
    "f",
    "Zg==",
    "fo",
    "Zm8=",
    "foo",
    "Zm9v",
    "foob",
    "Zm9vYg==",
    "fooba",
    "Zm9vYmE=",
    "foobar",
    "Zm9vYmFy",
  ];
  for (let i = 0; i < cases.length; i += 2) {
    const bytes = new TextEncoder().encode(cases[i]);
    assert.equal(bytesToBase64(bytes), cases[i + 1]);
    assert.deepEqual(base64ToBytes(cases[i + 1] ?? ""), bytes);
  }
});

test("white space is ignored", () => {
  assert.deepEqual(base64ToBytes(" Zm9v\r\nYmFy\t"), new TextEncoder().encode("foobar"));
});

test("what is not standard base64 with padding is refused", () => {
  const bad = [
    "Zg",
    "Zg=",
    "Z===",
    "====",
    "Zg==Zg==",
    "Zm9-",
    "Zm9_",
    "Zm9v!mFy",
    "Zm=v",
    "é123",
    "Zm9v\u0000AAA",
    "=Zm9",
  ];
  for (const text of bad) assert.equal(base64ToBytes(text), undefined, JSON.stringify(text));
});

test("exactly the texts of the alphabet are taken", () => {
  const character = fc.oneof(fc.constantFrom(..."AZaz09+/=-_ \u0100"), fc.string({ minLength: 1, maxLength: 1 }));
  fc.assert(
    fc.property(fc.array(character, { maxLength: 12 }), (characters) => {
      const text = characters.join("");
      const compact = text.replace(/\s+/g, "");
      const isBase64 = compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
      assert.equal(base64ToBytes(text) !== undefined, isBase64);
    }),
    { numRuns: 2000 },
  );
});

test("no character outside the alphabet is taken, wherever it stands", () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    const expected = /[A-Za-z0-9+/]/.test(character);
    if (/\s/.test(character) || character === "=") continue;
    assert.equal(base64ToBytes(`AB${character}A`) !== undefined, expected, `U+${code.toString(16)}`);
    assert.equal(base64ToBytes(`ABC${character}`) !== undefined, expected, `U+${code.toString(16)}`);
  }
});
