import assert from "node:assert/strict";
import { X509Certificate, createPublicKey } from "node:crypto";
import { describe, test } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import fc from "fast-check";
import { readThirdParty } from "../testing/vectors.ts";
import type { KeyAlgorithm } from "../interface.ts";
import { enterSingleElement } from "../der/der-reader.ts";
import { generatePrivateKey } from "../keys/generate.ts";
import { parsePrivateKey } from "../keys/private-key.ts";
import { encodePem } from "../pem.ts";
import { parseCertificate } from "./certificate.ts";
import { verifyCertificateChain } from "./certificate-chain.ts";
import { issueChainmakerCertificate } from "./chainmaker-certificate.ts";
import { parseCrl } from "./crl.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { issueCrl } from "./issue-crl.ts";

const notBefore = 1_800_000_000n;
const notAfter = notBefore + 315_360_000n;
const organizationId = "wx-org1.chainmaker.org";
const nodeIdExtension = "0123456789abcdef0123456789abcdef";

function createOrganization(algorithm: KeyAlgorithm) {
  const caKey = generatePrivateKey(algorithm);
  const ca = issueChainmakerCertificate({
    kind: "ca",
    organizationId,
    publicKey: caKey.publicKey,
    signingKey: caKey,
    notBefore,
    notAfter,
  });
  const key = generatePrivateKey(algorithm);
  const common = {
    organizationId,
    publicKey: key.publicKey,
    signingKey: caKey,
    issuer: ca,
    notBefore,
    notAfter,
  } as const;
  const tls = issueChainmakerCertificate({
    ...common,
    kind: "tls",
    name: "consensus1",
    role: "consensus",
    nodeIdExtension,
  });
  const sign = issueChainmakerCertificate({ ...common, kind: "sign", name: "admin1", role: "admin" });
  return { ca, caKey, tls, sign };
}

describe("issued certificates", () => {
  for (const algorithm of ["ECDSA_P256", "SM2"] as const) {
    test(`have ChainMaker's form and chain up, ${algorithm}`, () => {
      const { ca, tls, sign } = createOrganization(algorithm);
      assert.equal(ca.subject.commonName, `ca.${organizationId}`);
      assert.deepEqual(ca.subject.organizationalUnit, ["root-cert"]);
      assert(ca.isCa);
      assert.equal(tls.subject.commonName, `consensus1.tls.${organizationId}`);
      assert.equal(tls.nodeIdExtension, nodeIdExtension);
      assert.equal(sign.subject.commonName, `admin1.sign.${organizationId}`);
      assert.deepEqual(sign.subject.organizationalUnit, ["admin"]);
      assert.deepEqual([...sign.keyUsage], ["digitalSignature", "nonRepudiation"]);
      assert.deepEqual(sign.authorityKeyId, ca.subjectKeyId);
      assert.equal(sign.signatureHash, algorithm === "SM2" ? "SM3" : "SHA256");
      for (const leaf of [tls, sign]) {
        const result = verifyCertificateChain({ leaf, roots: [ca], intermediates: [], unixSeconds: notBefore });
        assert.equal(result.kind, "valid");
      }
    });
  }

  test("are read and verified by OpenSSL", () => {
    const { ca, tls } = createOrganization("ECDSA_P256");
    const theirs = new X509Certificate(tls.pem);
    assert(theirs.verify(createPublicKey(ca.publicKey.pem)));
    assert(theirs.checkIssued(new X509Certificate(ca.pem)));
    assert.equal(
      theirs.subject,
      [
        "C=CN",
        "ST=Beijing",
        "L=Beijing",
        `O=${organizationId}`,
        "OU=consensus",
        `CN=consensus1.tls.${organizationId}`,
      ].join("\n"),
    );
    assert.equal(theirs.checkHost("localhost"), "localhost");
    assert.equal(theirs.checkIP("127.0.0.1"), "127.0.0.1");
  });

  test("repeat the bytes of an existing certificate when the request is the same, apart from serial number and signature", () => {
    const folder = "chainmaker-testdata/testdata/crypto-config/wx-org4.chainmaker.org";
    const caKey = parsePrivateKey(readThirdParty(`${folder}/ca/ca.key`));
    const ca = parseCertificate(readThirdParty(`${folder}/ca/ca.crt`));
    const tls = parseCertificate(readThirdParty(`${folder}/node/consensus1/consensus1.tls.crt`));
    const again = issueChainmakerCertificate({
      kind: "tls",
      organizationId: "wx-org4.chainmaker.org",
      name: "consensus1",
      role: "consensus",
      publicKey: tls.publicKey,
      signingKey: caKey,
      issuer: ca,
      notBefore: tls.notBefore,
      notAfter: tls.notAfter,
      random: () => Uint8Array.from(Buffer.from(tls.serialHex, "hex")),
    });
    const signedPart = (der: Uint8Array) => bytesToHex(enterSingleElement(der).read().raw);
    assert.equal(signedPart(again.der).replace(again.serialHex, tls.serialHex), signedPart(tls.der));
  });

  test("are refused for the wrong key, a non-CA issuer and impossible requests", () => {
    const { ca, caKey, sign } = createOrganization("ECDSA_P256");
    const key = generatePrivateKey("ECDSA_P256");
    const base = {
      subject: { commonName: "x" },
      publicKey: key.publicKey,
      signingKey: caKey,
      issuer: ca,
      notBefore,
      notAfter,
      keyUsage: [],
    };
    const refused = { code: "CRYPTO_ISSUE_REFUSED" };
    assert.throws(() => issueCertificate({ ...base, signingKey: key }), refused);
    assert.throws(() => issueCertificate({ ...base, issuer: sign }), refused);
    assert.throws(() => issueCertificate({ ...base, notAfter: notBefore - 1n }), refused);
    assert.throws(() => issueCertificate({ ...base, ipAddresses: ["300.1.1.1"] }), refused);
  });
});

describe("revocation lists", () => {
  for (const algorithm of ["ECDSA_P256", "SM2"] as const) {
    test(`list serial numbers and verify, ${algorithm}`, () => {
      const { ca, caKey, sign, tls } = createOrganization(algorithm);
      const crl = issueCrl({
        issuer: ca,
        signingKey: caKey,
        thisUpdate: notBefore,
        nextUpdate: notAfter,
        crlNumber: 300n,
        revoked: [{ serialHex: sign.serialHex, revokedAt: notBefore }],
      });
      for (const read of [crl, parseCrl(crl.pem), parseCrl(encodePem("crl", crl.der))]) {
        assert.deepEqual([...read.revokedSerialsHex], [sign.serialHex]);
        assert(!read.revokedSerialsHex.has(tls.serialHex));
        assert.deepEqual(read.authorityKeyId, ca.subjectKeyId);
        assert.equal(read.crlNumber, 300n);
        assert.equal(read.thisUpdate, notBefore);
        assert.equal(read.nextUpdate, notAfter);
        assert(read.isSignedBy(ca));
        assert(!read.isSignedBy(createOrganization(algorithm).ca));
      }
    });
  }

  test("may be empty", () => {
    const { ca, caKey } = createOrganization("ECDSA_P256");
    const crl = issueCrl({ issuer: ca, signingKey: caKey, thisUpdate: notBefore, nextUpdate: notAfter, revoked: [] });
    assert.equal(crl.revokedSerialsHex.size, 0);
    assert.equal(crl.crlNumber, undefined);
  });

  test("are refused for bad requests", () => {
    const { ca, caKey } = createOrganization("ECDSA_P256");
    const base = { issuer: ca, signingKey: caKey, thisUpdate: notBefore, nextUpdate: notAfter, revoked: [] };
    const refused = { code: "CRYPTO_ISSUE_REFUSED" };
    assert.throws(() => issueCrl({ ...base, signingKey: generatePrivateKey("ECDSA_P256") }), refused);
    assert.throws(() => issueCrl({ ...base, crlNumber: -1n }), refused);
    assert.throws(() => issueCrl({ ...base, revoked: [{ serialHex: "xyz", revokedAt: 0n }] }), refused);
  });

  test("mutated lists give a list or a coded error", () => {
    const { ca, caKey, sign } = createOrganization("ECDSA_P256");
    const revoked = [{ serialHex: sign.serialHex, revokedAt: notBefore }];
    const { der } = issueCrl({
      issuer: ca,
      signingKey: caKey,
      thisUpdate: notBefore,
      nextUpdate: notAfter,
      crlNumber: 1n,
      revoked,
    });
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        try {
          const mutated = der.map((value, index) => (index === at % der.length ? byte : value));
          assert(!parseCrl(mutated).isSignedBy(ca) || byte === der[at % der.length]);
        } catch (error) {
          assert(error instanceof CodedError, String(error));
        }
      }),
      { seed: 11, numRuns: 700 },
    );
  });
});
