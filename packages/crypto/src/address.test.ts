import assert from "node:assert/strict";
import { test } from "node:test";
import { addressFromPublicKey, type AddressType } from "./address.ts";
import { readCertificateVectors } from "./testing/vectors.ts";
import type { HashAlgorithm } from "./interface.ts";
import { parsePublicKey } from "./keys/public-key.ts";
import { parseCertificate } from "./x509/certificate.ts";

test("addresses of certificates and of bare keys are ChainMaker's, for all key types", () => {
  for (const vector of readCertificateVectors()) {
    const { publicKey, subjectKeyId } = parseCertificate(vector.cert_pem);
    for (const [addressType, { str }] of Object.entries(vector.address_from_cert)) {
      assert.equal(addressFromPublicKey({ publicKey, subjectKeyId }, addressType as AddressType), str);
    }
    for (const [name, expected] of Object.entries(vector.address_from_public_key)) {
      const [addressType, hash] = name.split("/") as [AddressType, HashAlgorithm];
      assert.equal(
        addressFromPublicKey({ publicKey: parsePublicKey(vector.public_key_pem), hash }, addressType),
        expected,
        name,
      );
    }
  }
});
