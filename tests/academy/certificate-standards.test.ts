import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as vc from "@digitalbazaar/vc";
import * as bitstring from "@digitalbazaar/vc-bitstring-status-list";
import { bytesToHex, concatBytes, utf8ToBytes } from "@yanta/bytes";
import { bytesToBase58, hashBytes } from "@yanta/crypto";
import { createCohortSigner } from "../../apps/academy/src/certificates/cohort-signer.ts";
import { loadDocument } from "../../apps/academy/src/certificates/document-loader.ts";
import { signStatusList } from "../../apps/academy/src/certificates/status-list.ts";
import { madeAt, makeCohort } from "../../apps/academy/src/certificates/testing/made-cohort.ts";

const { key, cohort, awardOf } = makeCohort();

/** Spec: W3C Data Integrity EdDSA Cryptosuites 1.0 §B.1 "Representation: eddsa-rdfc-2022". */
const w3c = {
  publicKeyMultibase: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
  secretKeyMultibase: "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
  context: ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
  documentHash: "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017",
  proofHash: "bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0",
  proofValue: "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme",
};

const w3cLoader = async (url: string) =>
  url === w3c.context[1]
    ? {
        contextUrl: null,
        documentUrl: url,
        document: { "@context": { "@vocab": "https://www.w3.org/ns/credentials/examples#" } },
      }
    : loadDocument(url);

describe("certificates, held against the standards and other implementations", () => {
  it("give the W3C's hashes and signature for the W3C's credential and key", async () => {
    const hashOf = async (document: object) =>
      hashBytes("SHA256", utf8ToBytes(await cryptosuite.canonize(document, { documentLoader: w3cLoader })));
    const documentHash = await hashOf({
      "@context": w3c.context,
      id: "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
      type: ["VerifiableCredential", "AlumniCredential"],
      name: "Alumni Credential",
      description: "A minimum viable example of an Alumni Credential.",
      issuer: "https://vc.example/issuers/5678",
      validFrom: "2023-01-01T00:00:00Z",
      credentialSubject: { id: "did:example:abcdefgh", alumniOf: "The School of Examples" },
    });
    const proofHash = await hashOf({
      "@context": w3c.context,
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-rdfc-2022",
      created: "2023-02-24T23:36:38Z",
      verificationMethod: `did:key:${w3c.publicKeyMultibase}#${w3c.publicKeyMultibase}`,
      proofPurpose: "assertionMethod",
    });
    assert.deepEqual([bytesToHex(documentHash), bytesToHex(proofHash)], [w3c.documentHash, w3c.proofHash]);
    const { publicKeyMultibase, secretKeyMultibase } = w3c;
    const pair = await Ed25519Multikey.from({ publicKeyMultibase, secretKeyMultibase, controller: "did:example:x" });
    const signature = await pair.signer().sign({ data: concatBytes(proofHash, documentHash) });
    assert.equal(`z${bytesToBase58(signature)}`, w3c.proofValue);
  });

  it("are taken by Digital Bazaar's verifier of credentials, which checks the data model too", async () => {
    const credential = (await createCohortSigner(cohort, key, madeAt))(awardOf(3));
    const suite = new DataIntegrityProof({ cryptosuite });
    const checkStatus = async () => ({ verified: true });
    const result = await vc.verifyCredential({ credential, suite, documentLoader: loadDocument, checkStatus });
    assert.equal(result.verified, true, JSON.stringify(result.error));
  });

  it("are revoked for Digital Bazaar's reader of status lists, too", async () => {
    const revoked = [0, 7, 8, 131_071, 200_000];
    const list = await signStatusList({ cohort, count: 200_001, revoked, asOf: madeAt }, key);
    const theirs = await bitstring.decodeList({ encodedList: list.credentialSubject.encodedList });
    assert.equal(theirs.length, 200_008);
    for (const index of [0, 1, 6, 7, 8, 9, 131_070, 131_071, 131_072, 199_999, 200_000])
      assert.equal(theirs.getStatus(index), revoked.includes(index), String(index));
  });
});
