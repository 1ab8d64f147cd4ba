import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createCohortSigner } from "./cohort-signer.ts";
import { createCredential, credentialSchema, type Award } from "./credential.ts";
import { loadDocument } from "./document-loader.ts";
import { signCredential, verifySignature } from "./sign-credential.ts";
import { madeAt, makeCohort } from "./testing/made-cohort.ts";

const { key, cohort, awardOf } = makeCohort();

describe("eddsa-rdfc-2022", () => {
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
