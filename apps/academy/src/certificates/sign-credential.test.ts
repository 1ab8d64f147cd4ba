import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as vc from "@digitalbazaar/vc";
import { bytesToHex, concatBytes, utf8ToBytes } from "@yanta/bytes";
import { bytesToBase58, hashBytes } from "@yanta/crypto";
import fc from "fast-check";
import { createCohortSigner } from "./cohort-signer.ts";
import { createCredential, credentialSchema, type Award } from "./credential.ts";
import { loadDocument } from "./document-loader.ts";
import { signCredential, verifySignature } from "./sign-credential.ts";
import { madeAt, makeCohort } from "./testing/made-cohort.ts";

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

describe("eddsa-rdfc-2022", () => {
  it("gives the W3C's hashes and signature for the W3C's credential and key", async () => {
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

  it("is signed by the cohort's signer byte for byte as the library signs, whatever the award", async () => {
    const sign = await createCohortSigner(cohort, key, madeAt);
    const awards = fc.record({
      uuid: fc.uuid({ version: 4 }),
      learner: fc.constantFrom(awardOf(7).learner, cohort.issuer.did),
      score: fc.integer({ min: 0, max: 100 }).map(String),
      workHash: fc.stringMatching(/^[0-9a-f]{64}$/),
      index: fc.integer({ min: 0, max: 1_048_575 }),
    });
    const property = fc.asyncProperty(awards, async (award: Award) => {
      const fast = sign(award);
      assert.deepEqual(fast, await signCredential(createCredential(cohort, award), key, madeAt));
      assert.equal(credentialSchema.safeParse(fast).success, true);
    });
    await fc.assert(property, { numRuns: 15 });
  });

  it("does not sign a cohort whose texts look like a pattern's marks", async () => {
    const { issuer: by } = cohort;
    const tricked = { ...cohort, issuer: { ...by, name: `urn:yanta:learner:${"0a".repeat(16)}` } };
    await assert.rejects(createCohortSigner(tricked, key, madeAt), { code: "ACADEMY_CERTIFICATE_UNREADABLE" });
  });

  it("is taken by Digital Bazaar's verifier of credentials, which checks the data model too", async () => {
    const credential = (await createCohortSigner(cohort, key, madeAt))(awardOf(3));
    const suite = new DataIntegrityProof({ cryptosuite });
    const checkStatus = async () => ({ verified: true });
    const result = await vc.verifyCredential({ credential, suite, documentLoader: loadDocument, checkStatus });
    assert.equal(result.verified, true, JSON.stringify(result.error));
  });

  it("fails when any text of the credential or its proof is changed, and fetches nothing", async () => {
    const credential = (await createCohortSigner(cohort, key, madeAt))(awardOf(3));
    await verifySignature(credential);
    const changes = [
      { name: "x" },
      { id: `urn:uuid:${awardOf(4).uuid}` },
      { validFrom: "2025-11-24T00:00:00Z" },
      { credentialSubject: { ...credential.credentialSubject, id: awardOf(4).learner } },
      { credentialStatus: { ...credential.credentialStatus, statusListIndex: "4" } },
      { proof: { ...credential.proof, created: "2025-11-24T08:00:00Z" } },
      { "@context": [...credential["@context"], "https://elsewhere.example/context"] },
      { unheardOf: "x" },
    ];
    for (const change of changes)
      await assert.rejects(verifySignature({ ...credential, ...change }), { code: "ACADEMY_CERTIFICATE_SIGNATURE" });
    await assert.rejects(loadDocument("https://elsewhere.example/"), { code: "ACADEMY_CERTIFICATE_UNREADABLE" });
  });
});
