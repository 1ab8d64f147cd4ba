import { bytesToUtf8 } from "@yanta/bytes";
import { type Client, invokeContract, queryContract } from "@yanta/sdk";
import { commitmentOf, definitionHash } from "./draw-paper.ts";
import { examErrors } from "./errors.ts";
import type { Exam } from "./exam.ts";

/** Where an evidence stands. */
export interface AnchoredEvidence {
  readonly id: string;
  readonly txId: string;
  readonly height: number;
  /** Unix seconds, as the sender says. */
  readonly timestamp: string;
}

const contract = "cmevi";

/** Puts the commitment to definition and seed on the chain, before the examination opens; when it is there, finds it. Errors: ACADEMY_EXAM_COMMITMENT, those of calls. */
export async function commitExam(client: Client, exam: Exam, seed: string): Promise<AnchoredEvidence> {
  const hash = commitmentOf(exam, seed);
  const content = { exam: exam.id, definition: definitionHash(exam) };
  await record(client, { id: commitmentId(exam), hash, content });
  return checkEvidence(client, commitmentId(exam), hash);
}

/** Puts the seed on the chain, when nobody writes any more. Errors: those of calls. */
export async function revealSeed(client: Client, exam: Exam, seed: string): Promise<AnchoredEvidence> {
  await checkEvidence(client, commitmentId(exam), commitmentOf(exam, seed));
  await record(client, { id: revealId(exam), hash: seed, content: { exam: exam.id } });
  return checkEvidence(client, revealId(exam), seed);
}

/**
 * Whether a chain holds the commitment to a definition and a seed, made before the examination opened; where it stands. Errors: ACADEMY_EXAM_COMMITMENT. What the node says
 * is believed here; whoever must not collects a proof of the transaction (`@yanta/proof`).
 */
export async function checkCommitment(client: Client, exam: Exam, seed: string): Promise<AnchoredEvidence> {
  const found = await checkEvidence(client, commitmentId(exam), commitmentOf(exam, seed));
  if (Number(found.timestamp) >= exam.opensAt)
    throw examErrors.create("ACADEMY_EXAM_COMMITMENT", { reason: `${found.timestamp} >= ${exam.opensAt}` });
  return found;
}

/** The revealed seed; undefined before that. */
export async function readRevealedSeed(client: Client, exam: Exam): Promise<string | undefined> {
  const found = await findEvidence(client, revealId(exam));
  return found?.hash;
}

interface Evidence {
  readonly hash: string;
  readonly txId: string;
  readonly blockHeight: number;
  readonly timestamp: string;
}

function commitmentId({ id }: Exam): string {
  return `academy-exam-${id}`;
}

function revealId({ id }: Exam): string {
  return `academy-exam-${id}-seed`;
}

async function record(
  client: Client,
  { id, hash, content }: { readonly id: string; readonly hash: string; readonly content: object },
): Promise<void> {
  if ((await findEvidence(client, id)) !== undefined) return;
  const metadata = JSON.stringify({ hashType: "exam", hashAlgorithm: "sha256", content });
  await invokeContract(client, { contract, method: "Evidence", parameters: { id, hash, metadata } });
}

async function checkEvidence(client: Client, id: string, hash: string): Promise<AnchoredEvidence> {
  const found = await findEvidence(client, id);
  if (found?.hash !== hash)
    throw examErrors.create("ACADEMY_EXAM_COMMITMENT", { reason: `${id}: ${found?.hash ?? "—"}` });
  return { id, txId: found.txId, height: found.blockHeight, timestamp: found.timestamp };
}

async function findEvidence(client: Client, id: string): Promise<Evidence | undefined> {
  const query = (method: string) => queryContract(client, { contract, method, parameters: { id } });
  if (bytesToUtf8((await query("ExistsOfId")).result) !== "true") return undefined;
  return JSON.parse(bytesToUtf8((await query("FindById")).result)) as Evidence;
}
