import assert from "node:assert/strict";
import { base64ToBytes, bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { bytesToBase58, hashBytes, keccak256, parsePublicKey } from "@yanta/crypto";
import { checkCase } from "./check-cases.ts";
import { readVectorJson } from "./vectors-folder.ts";

const file = "cmdid-sm2.json";
const vector = readVectorJson(file);
if (vector !== undefined) {
  const publicKey = parsePublicKey(vector.text("publicKeyPem"));

  checkCase(`${file}#0 did and address`, () => {
    assert.equal(publicKey.algorithm, "SM2");
    assert.equal(
      `did:cm:${bytesToBase58(hashBytes("SHA256", utf8ToBytes(vector.text("publicKeyPem"))))}`,
      vector.text("did"),
    );
    assert.equal(bytesToHex(keccak256(publicKey.spkiDer).subarray(12)), vector.text("address"));
  });

  // The vector keeps the signatures without the documents they sign; a file that brings these has them verified.
  for (const [signature, document] of [
    ["didDocProofValue", "didDoc"],
    ["vcProofValue", "vc"],
  ] as const) {
    checkCase(`${file}#0 ${signature}`, () => {
      const bytes = base64ToBytes(vector.text(signature));
      assert.ok(bytes !== undefined && bytes[0] === 0x30 && bytes[1] === bytes.length - 2);
      assert.ok(!publicKey.verify(utf8ToBytes("another document"), bytes, "SM3"));
      if (vector.has(document)) assert.ok(publicKey.verify(utf8ToBytes(vector.text(document)), bytes, "SM3"));
    });
  }
}
