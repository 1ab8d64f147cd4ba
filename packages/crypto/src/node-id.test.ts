import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToBase58 } from "./base58.ts";
import { readNodeIdVectors, readThirdParty } from "./testing/vectors.ts";
import { generatePrivateKey } from "./keys/generate.ts";
import { parsePublicKey } from "./keys/public-key.ts";
import { nodeIdFromPublicKey } from "./node-id.ts";
import { parseCertificate } from "./x509/certificate.ts";

test("node ids are those of the official files", () => {
  for (const { node_id, tls_cert_pem, public_key_pem } of readNodeIdVectors()) {
    const key =
      tls_cert_pem === undefined ? parsePublicKey(public_key_pem ?? "") : parseCertificate(tls_cert_pem).publicKey;
    assert.equal(nodeIdFromPublicKey(key), node_id);
  }
  const folder = "chainmaker-testdata/testdata/crypto-config/wx-org4.chainmaker.org/node/consensus1/consensus1";
  const { publicKey } = parseCertificate(readThirdParty(`${folder}.tls.crt`));
  assert.equal(nodeIdFromPublicKey(publicKey), readThirdParty(`${folder}.nodeid`));
});

test("keys without a Qm id are refused", () => {
  for (const algorithm of ["ED25519", "ECDSA_SECP256K1"] as const) {
    assert.throws(() => nodeIdFromPublicKey(generatePrivateKey(algorithm).publicKey), {
      code: "CRYPTO_KEY_ALGORITHM_UNSUPPORTED",
    });
  }
});

test("base58 keeps leading zeros", () => {
  assert.equal(bytesToBase58(new Uint8Array()), "");
  assert.equal(bytesToBase58(Uint8Array.of(0, 0, 1)), "112");
  assert.equal(bytesToBase58(new TextEncoder().encode("Hello World!")), "2NEpo7TZRRrLZSi2U");
});
