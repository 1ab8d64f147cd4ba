import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@yanta/bytes";
import { encodePem, parseFirstPemBlock, parsePemBlocks, pemOrDerToDer } from "./pem.ts";

const malformed = { code: "CRYPTO_PEM_MALFORMED" };

test("a block comes back, with 64 columns and a final newline", () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
  const pem = encodePem("CERTIFICATE", bytes);
  assert.equal(pem.split("\n")[1]?.length, 64);
  assert(pem.endsWith("-----END CERTIFICATE-----\n"));
  assert.deepEqual(parsePemBlocks(pem), [{ label: "CERTIFICATE", headers: {}, bytes }]);
  assert.deepEqual(parsePemBlocks(utf8ToBytes(pem.replaceAll("\n", "\r\n")))[0]?.bytes, bytes);
  assert.deepEqual(parsePemBlocks(`before\n${pem}between\n${pem}after`).length, 2);
});

test("headers of old encrypted keys are read", () => {
  const pem =
    "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\nAAEC\n-----END EC PRIVATE KEY-----\n";
  assert.deepEqual(parsePemBlocks(pem), [
    {
      label: "EC PRIVATE KEY",
      headers: { "Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00FF" },
      bytes: Uint8Array.of(0, 1, 2),
    },
  ]);
});

test("the first block comes back, whatever stands behind it", () => {
  const pem = encodePem("A", Uint8Array.of(1)) + "-----BEGIN B-----\nnever ends";
  assert.deepEqual(parseFirstPemBlock(pem), { label: "A", headers: {}, bytes: Uint8Array.of(1) });
  assert.throws(() => parsePemBlocks(pem), malformed);
  assert.throws(() => parseFirstPemBlock("hello"), malformed);
});

test("damaged text is refused by code", () => {
  for (const bad of [
    "",
    "hello",
    "-----BEGIN A-----\nAAEC\n",
    "-----BEGIN A-----\nAAEC\n-----END B-----\n",
    "-----BEGIN A-----\nAA=C\n-----END A-----\n",
    "-----BEGIN A-----\n-----END A-----\n",
    "-----BEGIN A\nAAEC\n-----END A-----\n",
  ]) {
    assert.throws(() => parsePemBlocks(bad), malformed, bad);
  }
  assert.throws(() => parsePemBlocks("x".repeat(101), 100), { code: "CRYPTO_INPUT_TOO_LARGE" });
});

test("many unfinished blocks cost linear time", () => {
  assert.throws(() => parsePemBlocks("-----BEGIN A-----\n".repeat(500_000)), malformed);
});

test("DER passes through, PEM is searched for the label", () => {
  const der = Uint8Array.of(0x30, 0);
  assert.equal(pemOrDerToDer(der, ["A"], 10), der);
  assert.deepEqual(pemOrDerToDer(encodePem("B", Uint8Array.of(1)) + encodePem("A", der), ["A"], 100), der);
  assert.throws(() => pemOrDerToDer(encodePem("B", der), ["A"], 100), malformed);
  assert.throws(() => pemOrDerToDer(new Uint8Array(11).fill(0x30), ["A"], 10), { code: "CRYPTO_INPUT_TOO_LARGE" });
});
