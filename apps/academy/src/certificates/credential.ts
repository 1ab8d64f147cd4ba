import { z } from "zod";
import { didKeyPattern } from "./did-key.ts";
import { credentialContext } from "./document-loader.ts";

const text = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const address = z
  .string()
  .max(300)
  .regex(/^(?:https:\/\/|urn:)[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/);

/** Who holds a certificate: a DID that is its key, or a pseudonym that means something to the academy only. Never a name. */
export const learnerSchema = z.union([
  z.string().regex(didKeyPattern),
  z.string().regex(/^urn:yanta:learner:[0-9a-f]{32}$/),
]);

const resultDescription = z.strictObject({
  id: address,
  type: z.tuple([z.literal("ResultDescription")]),
  name: text(100),
  resultType: z.literal("Percent"),
  requiredValue: z.string().regex(/^\d{1,3}$/),
});

const achievement = z.strictObject({
  id: address,
  type: z.tuple([z.literal("Achievement")]),
  name: text(200),
  description: text(1000),
  criteria: z.strictObject({ id: address, narrative: text(2000) }),
  resultDescription: z.tuple([resultDescription]),
});

/** What was learnt. */
export type Achievement = z.infer<typeof achievement>;

const dataIntegrityProof = z.strictObject({
  type: z.literal("DataIntegrityProof"),
  created: time,
  verificationMethod: z.string().max(200),
  cryptosuite: z.literal("eddsa-rdfc-2022"),
  proofPurpose: z.literal("assertionMethod"),
  proofValue: z.string().regex(/^z[1-9A-HJ-NP-Za-km-z]{64,96}$/),
});

const context = z.tuple([z.literal(credentialContext[0]), z.literal(credentialContext[1])]);
const issuer = z.strictObject({
  id: z.string().regex(didKeyPattern),
  type: z.tuple([z.literal("Profile")]),
  name: text(100),
});

const credentialStatus = z.strictObject({
  id: address,
  type: z.literal("BitstringStatusListEntry"),
  statusPurpose: z.literal("revocation"),
  statusListIndex: z.string().regex(/^(?:0|[1-9]\d{0,6})$/),
  statusListCredential: address,
});

/**
 * A certificate of the academy: a W3C Verifiable Credential that is an Open Badge, too. Narrower than both standards, so that it means one thing only:
 * every node has an id, numbers are text, and what is not named here is refused.
 * Spec: W3C VC Data Model 2.0 §4; 1EdTech Open Badges 3.0 §B.1; W3C Bitstring Status List 1.0 §2.1.
 */
export const credentialSchema = z.strictObject({
  "@context": context,
  id: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  type: z.tuple([z.literal("VerifiableCredential"), z.literal("OpenBadgeCredential")]),
  name: text(200),
  issuer,
  validFrom: time,
  validUntil: time.optional(),
  credentialSubject: z.strictObject({
    id: learnerSchema,
    type: z.tuple([z.literal("AchievementSubject")]),
    achievement,
    result: z.tuple([
      z.strictObject({
        id: address,
        type: z.tuple([z.literal("Result")]),
        resultDescription: address,
        value: z.string().regex(/^(?:100|\d{1,2})$/),
      }),
    ]),
  }),
  evidence: z.tuple([z.strictObject({ id: address, type: z.tuple([z.literal("Evidence")]), narrative: text(500) })]),
  credentialStatus,
  proof: dataIntegrityProof,
});

export type Credential = z.infer<typeof credentialSchema>;
export type UnsignedCredential = Omit<Credential, "proof">;

/** A status list, itself a credential of the same issuer. Spec: W3C Bitstring Status List 1.0 §2.2. */
export const statusListSchema = z.strictObject({
  "@context": z.tuple([z.literal(credentialContext[0])]),
  id: address,
  type: z.tuple([z.literal("VerifiableCredential"), z.literal("BitstringStatusListCredential")]),
  issuer: z.string().regex(didKeyPattern),
  validFrom: time,
  credentialSubject: z.strictObject({
    id: address,
    type: z.literal("BitstringStatusList"),
    statusPurpose: z.literal("revocation"),
    encodedList: z.string().regex(/^u[A-Za-z0-9_-]+$/),
  }),
  proof: dataIntegrityProof,
});

export type StatusList = z.infer<typeof statusListSchema>;

/** What all certificates of a cohort have in common. */
export interface Cohort {
  /** Letters, digits and hyphens; names it on the chain. */
  readonly id: string;
  readonly issuer: { readonly did: string; readonly name: string };
  /** `https://…/`; cohorts and achievements have their addresses below it. */
  readonly address: string;
  readonly achievement: Achievement;
  /** `2026-11-24T00:00:00Z` */
  readonly validFrom: string;
  readonly validUntil?: string;
}

/** Who gets a certificate, and for what. */
export interface Award {
  /** UUID, version 4. */
  readonly uuid: string;
  readonly learner: string;
  /** Percent. */
  readonly score: string;
  /** SHA-256 of the work that was graded, hex: whoever has it can grade it again. */
  readonly workHash: string;
  /** Place in the cohort, from 0. */
  readonly index: number;
}

export function statusListAddress({ address: base, id }: Pick<Cohort, "address" | "id">): string {
  return `${base}cohorts/${id}/status`;
}

/** The credential that an award comes to, to be signed. */
export function createCredential(cohort: Cohort, award: Award): UnsignedCredential {
  const { issuer: by, achievement: what, validFrom, validUntil } = cohort;
  const statusList = statusListAddress(cohort);
  return {
    "@context": [...credentialContext],
    id: `urn:uuid:${award.uuid}`,
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: what.name,
    issuer: { id: by.did, type: ["Profile"], name: by.name },
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    credentialSubject: {
      id: award.learner,
      type: ["AchievementSubject"],
      achievement: what,
      result: [
        {
          id: `urn:yanta:result:${award.uuid}`,
          type: ["Result"],
          resultDescription: what.resultDescription[0].id,
          value: award.score,
        },
      ],
    },
    evidence: [
      {
        id: `urn:yanta:work:sha256:${award.workHash}`,
        type: ["Evidence"],
        narrative: "Executed again and graded by the issuer before this certificate was signed.",
      },
    ],
    credentialStatus: {
      id: `${statusList}#${award.index}`,
      type: "BitstringStatusListEntry",
      statusPurpose: "revocation",
      statusListIndex: String(award.index),
      statusListCredential: statusList,
    },
  };
}
