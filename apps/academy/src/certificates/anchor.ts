import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import {
  type ProvenTransaction,
  readBundle,
  type TrustRoots,
  verifyChainProof,
  type VerifiedChain,
} from "@yanta/proof";
import { z } from "zod";
import type { CohortFile } from "./certificate-file.ts";
import { certificateErrors } from "./errors.ts";
import { cohortSizeMax } from "./limits.ts";

/** What is put on the chain for a cohort: CMEVI's parameters. No person, no pseudonym. Spec: contracts/README.md "CMEVI". */
export function anchorParameters({ cohort, issuer, count, root }: Omit<CohortFile, "anchor">) {
  const metadata = { hashType: "merkle-root", hashAlgorithm: "sha256", content: { cohort, issuer, count } };
  return { id: `academy-cohort-${cohort}`, hash: bytesToHex(root), metadata: JSON.stringify(metadata) };
}

const metadataSchema = z.object({
  hashType: z.literal("merkle-root"),
  hashAlgorithm: z.literal("sha256"),
  content: z.object({ cohort: z.string(), issuer: z.string(), count: z.int().min(1).max(cohortSizeMax) }),
});

/** An anchor that a chain holds. */
export interface ProvenAnchor {
  readonly chain: VerifiedChain;
  readonly transaction: ProvenTransaction;
}

/**
 * Checks offline that a chain of the trust roots holds what a cohort's file says, by a transaction of the contract `cmevi` that succeeded.
 * Errors: PROOF_*, ACADEMY_CERTIFICATE_ANCHOR.
 */
export function verifyAnchor(file: CohortFile, roots: TrustRoots): ProvenAnchor {
  const refuse = (reason: string): Error =>
    certificateErrors.create("ACADEMY_CERTIFICATE_ANCHOR", { cohort: file.cohort, reason });
  const chain = verifyChainProof(readBundle(file.anchor).proof, roots);
  const [transaction, ...more] = chain.transactions;
  if (transaction === undefined || more.length > 0) throw refuse(`${chain.transactions.length} transactions`);
  if (transaction.code !== 0 || transaction.contract !== "cmevi" || transaction.method !== "Evidence")
    throw refuse(`${transaction.contract}.${transaction.method}, ${transaction.code}`);
  const given = new Map(transaction.parameters.map(({ key, value }) => [key, bytesToUtf8(value)]));
  if (given.size !== transaction.parameters.length) throw refuse("a parameter is there twice");
  const metadata = metadataSchema.safeParse(parse(given.get("metadata")));
  if (!metadata.success) throw refuse("metadata");
  const { cohort, issuer, count } = metadata.data.content;
  const expected = anchorParameters({ ...file, cohort, issuer, count });
  if (given.get("id") !== expected.id || cohort !== file.cohort) throw refuse("id");
  if (issuer !== file.issuer) throw refuse("issuer");
  if (count !== file.count) throw refuse("count");
  if (given.get("hash") !== expected.hash) throw refuse("hash");
  return { chain, transaction };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
