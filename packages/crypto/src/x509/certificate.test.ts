import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { describe, test } from "node:test";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import fc from "fast-check";
import { readCertificateVectors, readNodeIdVectors, readThirdParty } from "../testing/vectors.ts";
import { enterSingleElement } from "../der/der-reader.ts";
import { encodeBitString, encodeSequence } from "../der/der-writer.ts";
import { hashBytes } from "../hash.ts";
import { certificatesPerBundleMax } from "../limits.ts";
import { isCertificateValidAt, parseCertificate, parseCertificates } from "./certificate.ts";
import { computeSubjectKeyId } from "./subject-key-id.ts";

const folder = "chainmaker-testdata/testdata/crypto-config/wx-org4.chainmaker.org";
const caPem = readThirdParty(`${folder}/ca/ca.crt`);
const tlsPem = readThirdParty(`${folder}/node/consensus1/consensus1.tls.crt`);

describe("parseCertificate", () => {
  test("reads what ChainMaker's code reads, with all key types", () => {
    for (const vector of readCertificateVectors()) {
      const certificate = parseCertificate(vector.cert_pem);
      assert.equal(certificate.pem, vector.cert_pem);
      assert.deepEqual(parseCertificate(certificate.der).der, certificate.der);
      assert.equal(certificate.subject.commonName, vector.cn);
      assert.deepEqual(certificate.subject.organization, [vector.org]);
      assert.deepEqual(certificate.subject.organizationalUnit, [vector.ou]);
      assert.equal(certificate.signatureHash, vector.sign_hash_from_cert);
      assert.equal(bytesToHex(certificate.subjectKeyId ?? new Uint8Array()), vector.ski_in_cert);
      assert.equal(bytesToHex(computeSubjectKeyId(certificate.publicKey, "SHA256")), vector.computed_ski_sha256);
      assert.equal(bytesToHex(computeSubjectKeyId(certificate.publicKey, "SM3")), vector.computed_ski_sm3);
      assert.equal(bytesToHex(certificate.publicKey.keyBits), vector.public_key_raw);
      for (const hash of ["SHA256", "SM3", "SHA3_256"] as const) {
        assert.equal(bytesToHex(hashBytes(hash, certificate.der)), vector.cert_id[hash]);
      }
    }
  });

  test("agrees with OpenSSL on the fields of a node's TLS certificate", () => {
    const certificate = parseCertificate(tlsPem);
    const expected = new X509Certificate(tlsPem);
    assert.equal(certificate.serialHex, expected.serialNumber.toLowerCase());
    assert.equal(certificate.notBefore, BigInt(expected.validFromDate.getTime() / 1000));
    assert.equal(certificate.notAfter, BigInt(expected.validToDate.getTime() / 1000));
    assert.equal(certificate.isCa, expected.ca);
    assert.deepEqual(certificate.dnsNames, ["chainmaker.org", "localhost", certificate.subject.commonName]);
    assert.deepEqual(certificate.ipAddresses, ["127.0.0.1"]);
    assert.deepEqual(
      [...certificate.keyUsage],
      ["digitalSignature", "keyEncipherment", "dataEncipherment", "keyAgreement"],
    );
    assert.deepEqual(certificate.authorityKeyId, parseCertificate(caPem).subjectKeyId);
  });

  test("reads the node id extension of official certificates", () => {
    const ids = readNodeIdVectors().flatMap(({ tls_cert_pem }) =>
      tls_cert_pem === undefined ? [] : [parseCertificate(tls_cert_pem).nodeIdExtension],
    );
    assert(ids.includes("001646e6780f4b0d8bea323ee8c24915"));
  });

  test("isIssuedBy looks at name and signature", () => {
    const ca = parseCertificate(caPem);
    const other = parseCertificate(
      readThirdParty("chainmaker-testdata/testdata/crypto-config/wx-org3.chainmaker.org/ca/ca.crt"),
    );
    assert(parseCertificate(tlsPem).isIssuedBy(ca));
    assert(ca.isIssuedBy(ca));
    assert(!parseCertificate(tlsPem).isIssuedBy(other));
  });

  test("bytes appended to a signature make no second certificate", () => {
    const ca = parseCertificate(caPem);
    const reader = enterSingleElement(parseCertificate(tlsPem).der);
    const [tbs, algorithm] = [reader.read().raw, reader.read().raw];
    const signature = reader.read().content.subarray(1);
    const rebuild = (bytes: Uint8Array) => parseCertificate(encodeSequence(tbs, algorithm, encodeBitString(bytes)));
    assert(rebuild(signature).isIssuedBy(ca));
    assert(!rebuild(Uint8Array.of(...signature, 0, 0)).isIssuedBy(ca));
  });

  test("validity includes both ends", () => {
    const certificate = parseCertificate(tlsPem);
    const { notBefore, notAfter } = certificate;
    const answers = [notBefore - 1n, notBefore, notAfter, notAfter + 1n].map((at) =>
      isCertificateValidAt(certificate, at),
    );
    assert.deepEqual(answers, [false, true, true, false]);
  });

  test("keeps no reference to the caller's bytes", () => {
    const der = Uint8Array.from(parseCertificate(caPem).der);
    const certificate = parseCertificate(der);
    der.fill(0);
    assert.equal(certificate.pem, caPem);
    assert(certificate.isIssuedBy(certificate));
  });
});

describe("parseCertificates", () => {
  test("reads bundles in order and ignores other blocks", () => {
    const key = readThirdParty(`${folder}/ca/ca.key`);
    const bundle = parseCertificates(`${tlsPem}${key}# comment\n${caPem}`);
    assert.deepEqual(
      bundle.map(({ pem }) => pem),
      [tlsPem, caPem],
    );
  });

  test("bounds the number of certificates", () => {
    assert.throws(() => parseCertificates(caPem.repeat(certificatesPerBundleMax + 1)), {
      code: "CRYPTO_CERTIFICATE_MALFORMED",
    });
    assert.throws(() => parseCertificates(readThirdParty(`${folder}/ca/ca.key`)), {
      code: "CRYPTO_CERTIFICATE_MALFORMED",
    });
  });
});

describe("hostile input", () => {
  const samples = [...readCertificateVectors().map(({ cert_pem }) => cert_pem), caPem, tlsPem].map(
    (pem) => parseCertificate(pem).der,
  );

  function expectCodedError(read: () => unknown): void {
    try {
      read();
    } catch (error) {
      assert(error instanceof CodedError, String(error));
      assert(error.code.startsWith("CRYPTO_"));
    }
  }

  test("mutated certificates give a certificate or a coded error", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }),
        (der, changes) => {
          const mutated = Uint8Array.from(der);
          for (const [at, byte] of changes) mutated[at % der.length] = byte;
          expectCodedError(() => parseCertificate(mutated).isIssuedBy(parseCertificate(der)));
        },
      ),
      { seed: 9, numRuns: 1_500 },
    );
  });

  test("cut, spliced and random bytes give a coded error", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.nat(),
        fc.uint8Array({ maxLength: 50 }),
        (der, from, count, bytes) => {
          const at = from % der.length;
          expectCodedError(() =>
            parseCertificate(Uint8Array.of(...der.subarray(0, at), ...bytes, ...der.subarray(at + (count % 50)))),
          );
          expectCodedError(() => parseCertificate(bytes));
        },
      ),
      { seed: 10, numRuns: 700 },
    );
  });

  test("large inputs are refused before they are read", () => {
    const tooLarge = { code: "CRYPTO_INPUT_TOO_LARGE" };
    assert.throws(() => parseCertificate(new Uint8Array(70_000).fill(0x30)), tooLarge);
    assert.throws(() => parseCertificate("x".repeat(200_000)), tooLarge);
    assert.throws(() => parseCertificate(utf8ToBytes("x".repeat(200_000))), tooLarge);
  });
});
