import assert from "node:assert/strict";
import { parseCertificate, parsePrivateKey, parsePublicKey } from "@yanta/crypto";
import { checkCases } from "./check-cases.ts";
import { hashNamed } from "./hash-names.ts";

checkCases("signature.json", (vector) => {
  const message = vector.hex("msg");
  const hash = hashNamed(vector.text("hash"));
  const publicKey = parsePublicKey(vector.text("public_key_pem"));
  assert.equal(publicKey.verify(message, vector.hex("sig"), hash), vector.boolean("valid"), vector.text("case"));
  if (vector.has("cert_pem"))
    assert.deepEqual(parseCertificate(vector.text("cert_pem")).publicKey.spkiDer, publicKey.spkiDer);
  const privateKey = parsePrivateKey(vector.text("private_key_pem"));
  assert.deepEqual(privateKey.publicKey.spkiDer, publicKey.spkiDer);
  if (vector.text("case") === "valid") assert.ok(publicKey.verify(message, privateKey.sign(message, hash), hash));
});
