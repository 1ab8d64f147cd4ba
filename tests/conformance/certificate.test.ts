import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import {
  addressFromPublicKey,
  addressTypes,
  computeSubjectKeyId,
  hashBytes,
  parseCertificate,
  parsePublicKey,
  type AddressType,
} from "@yanta/crypto";
import { checkCases } from "./check-cases.ts";
import { hashNamed } from "./hash-names.ts";

checkCases("certificate.json", (vector) => {
  const certificate = parseCertificate(vector.text("cert_pem"));
  const { publicKey, subjectKeyId } = certificate;
  assert.equal(certificate.pem, vector.text("cert_pem"));
  assert.equal(certificate.subject.commonName, vector.text("cn"));
  assert.equal(certificate.subject.organization[0], vector.text("org"));
  assert.equal(certificate.subject.organizationalUnit[0], vector.text("ou"));
  assert.equal(certificate.signatureHash, vector.text("sign_hash_from_cert"));
  assert.equal(bytesToHex(subjectKeyId ?? new Uint8Array(0)), vector.text("ski_in_cert"));
  assert.equal(publicKey.pem, vector.text("public_key_pem"));
  assert.equal(bytesToHex(publicKey.keyBits), vector.text("public_key_raw"));
  assert.deepEqual(parsePublicKey(vector.text("public_key_pem")).keyBits, publicKey.keyBits);
  assert.equal(bytesToHex(computeSubjectKeyId(publicKey, "SHA256")), vector.text("computed_ski_sha256"));
  assert.equal(bytesToHex(computeSubjectKeyId(publicKey, "SM3")), vector.text("computed_ski_sm3"));
  const ids = vector.object("cert_id");
  for (const name of ids.names()) assert.equal(bytesToHex(hashBytes(hashNamed(name), certificate.der)), ids.text(name));
  const fromCertificate = vector.object("address_from_cert");
  for (const name of fromCertificate.names()) {
    const address = addressFromPublicKey({ publicKey, subjectKeyId }, addressTypeNamed(name));
    assert.equal(address, fromCertificate.object(name).text("str"));
    assert.equal(BigInt(`0x${address}`).toString(), fromCertificate.object(name).text("int"));
  }
  const fromKey = vector.object("address_from_public_key");
  for (const name of fromKey.names()) {
    const [type = "", hash = ""] = name.split("/");
    assert.equal(
      addressFromPublicKey({ publicKey, hash: hashNamed(hash) }, addressTypeNamed(type)),
      fromKey.text(name),
    );
  }
});

function addressTypeNamed(name: string): AddressType {
  const type = Object.values(addressTypes).find((each) => each === name);
  assert.ok(type !== undefined, `no address type ${name}`);
  return type;
}
