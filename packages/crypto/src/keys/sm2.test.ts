import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import fc from "fast-check";
import { sm2, sm3 } from "sm-crypto-v2";
import { hashBytes } from "../hash.ts";
import { sm2UsesBeforeTable } from "../limits.ts";
import { generatePrivateKey } from "./generate.ts";
import { parsePublicKey } from "./public-key.ts";
import { sm2PublicKeyBits } from "./sm2.ts";

const userId = "1234567812345678";
const scalar = Uint8Array.from({ length: 32 }, (_, i) => (i * 11 + 5) % 256);
const key = generatePrivateKey("SM2", () => scalar);

describe("SM2 against sm-crypto-v2", () => {
  test("the public key and SM3 are the same", () => {
    assert.equal(
      bytesToHex(sm2PublicKeyBits(scalar) ?? new Uint8Array()),
      sm2.getPublicKeyFromPrivateKey(bytesToHex(scalar)),
    );
    assert.equal(bytesToHex(hashBytes("SM3", utf8ToBytes("雁塔"))), sm3("雁塔"));
  });

  test("each accepts the other's signatures", () => {
    const publicHex = bytesToHex(key.publicKey.keyBits);
    const options = { der: true, hash: true, userId };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        const theirs = hexToBytes(sm2.doSignature(message, bytesToHex(scalar), options)) ?? new Uint8Array();
        assert(key.publicKey.verify(message, theirs, "SM3"));
        assert(sm2.doVerifySignature(message, bytesToHex(key.sign(message, "SM3")), publicHex, options));
      }),
      { seed: 8, numRuns: 15 },
    );
  });

  test("another user id is another signature", () => {
    const message = utf8ToBytes("message");
    const options = { der: true, hash: true, userId: "ALICE123@YAHOO.COM" };
    const theirs = hexToBytes(sm2.doSignature(message, bytesToHex(scalar), options)) ?? new Uint8Array();
    assert(!key.publicKey.verify(message, theirs, "SM3"));
  });
});

test("a key answers the same before and after it gets its table", () => {
  const message = utf8ToBytes("message");
  const signature = key.sign(message, "SM3");
  const fresh = parsePublicKey(key.publicKey.pem);
  for (let i = 0; i < 2 * sm2UsesBeforeTable; i++) {
    assert(fresh.verify(message, signature, "SM3"));
    assert(!fresh.verify(utf8ToBytes(`other ${i}`), signature, "SM3"));
  }
});
