import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, isHashAlgorithm, keccak256 } from "./hash.ts";

test("keccak256 is Ethereum's, not SHA-3", () => {
  assert.equal(
    bytesToHex(keccak256(new Uint8Array())),
    "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
  );
  assert.equal(bytesToHex(keccak256(utf8ToBytes("transfer(address,uint256)"))).slice(0, 8), "a9059cbb");
});

test("hashBytes answers a plain Uint8Array that nobody else holds", () => {
  const first = hashBytes("SHA256", utf8ToBytes("abc"));
  first.fill(0);
  assert.equal(Object.getPrototypeOf(first), Uint8Array.prototype);
  assert.equal(bytesToHex(hashBytes("SHA256", utf8ToBytes("abc"))).slice(0, 8), "ba7816bf");
});

test("only the chain's hash names are names", () => {
  assert.deepEqual(["SHA256", "SM3", "SHA3_256", "sha256", "MD5", ""].map(isHashAlgorithm), [
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
