import { bytesToUtf8 } from "@yanta/bytes";
import type { ProvenTransaction, VerifiedChain } from "@yanta/proof";
import { auditErrors } from "./errors.ts";
import { type AuditSubject, rowSubject } from "./subject.ts";

/** A deed that the contract noted in the transaction that did it. */
export interface ProvenDeed {
  readonly subject: string;
  /** Of the subject, from 1 without gaps. */
  readonly revision: number;
  readonly action: string;
  readonly by: string;
  readonly department: string;
  /** Unix seconds. */
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly basis: string;
  readonly transaction: ProvenTransaction;
}

/** Everything proven that was done to a subject and to what belongs to it. */
export interface AuditTrail {
  readonly subject: AuditSubject;
  readonly deeds: readonly ProvenDeed[];
  /** Subjects whose deeds are here from the first to the last one known, with their number. */
  readonly complete: ReadonlyMap<string, number>;
  /** Parameters of deeds that noted a delivery: what was delivered. */
  readonly chain: VerifiedChain;
}

const rowKey = "audit#";

/**
 * The deeds in proven transactions. Errors: DIRECTORY_AUDIT_ROW, DIRECTORY_AUDIT_GAP, DIRECTORY_AUDIT_NOTHING.
 * Spec: docs/adr/0014-directory-contract.md; contracts/directory/assembly/audit.ts.
 */
export function auditTrail(chain: VerifiedChain, subject: AuditSubject): AuditTrail {
  const deeds = chain.transactions.flatMap((transaction) => deedsIn(transaction, subject.contract));
  const bySubject = Map.groupBy(deeds, (deed) => deed.subject);
  const main = rowSubject(subject);
  if (!bySubject.has(main)) throw auditErrors.create("DIRECTORY_AUDIT_NOTHING", { subject: main });
  const complete = new Map<string, number>();
  for (const [name, own] of bySubject) {
    const revisions = new Set(own.map(({ revision }) => revision));
    const gap = firstGap(revisions);
    if (gap === undefined) complete.set(name, revisions.size);
    // What belongs to the subject must be whole; others are touched in passing.
    else if (name === main || name.startsWith("receipt."))
      throw auditErrors.create("DIRECTORY_AUDIT_GAP", { subject: name, revision: gap });
  }
  return { subject, deeds, complete, chain };
}

/** The lowest number from 1 on that is not there, below the highest that is. */
function firstGap(revisions: ReadonlySet<number>): number | undefined {
  for (let revision = 1; revision <= revisions.size; revision++) if (!revisions.has(revision)) return revision;
  return undefined;
}

function deedsIn(transaction: ProvenTransaction, contract: string): readonly ProvenDeed[] {
  if (transaction.code !== 0) return [];
  return transaction.writes
    .filter((write) => write.contract === contract && bytesToUtf8(write.key).startsWith(rowKey))
    .map(({ value }) => readDeed(bytesToUtf8(value), transaction));
}

function readDeed(text: string, transaction: ProvenTransaction): ProvenDeed {
  const { txId } = transaction;
  const refuse = (reason: string, cause?: unknown): Error =>
    auditErrors.create("DIRECTORY_AUDIT_ROW", { txId, reason }, cause);
  let row: Readonly<Record<string, unknown>>;
  try {
    row = { ...(JSON.parse(text) as object) };
  } catch (error) {
    throw refuse("it is no JSON", error);
  }
  const line = (name: string): string => {
    const value = row[name];
    if (typeof value !== "string") throw refuse(`${name} is no text`);
    return value;
  };
  const count = (name: string): number => {
    const value = row[name];
    if (typeof value !== "number" || !Number.isSafeInteger(value)) throw refuse(`${name} is no number`);
    return value;
  };
  if (line("tx") !== txId) throw refuse(`it names transaction ${line("tx")}`);
  if (line("by") !== transaction.sender.uid) throw refuse("it names another sender");
  return {
    subject: line("subject"),
    revision: count("revision"),
    action: line("action"),
    by: line("by"),
    department: line("department"),
    at: count("at"),
    from: line("from"),
    to: line("to"),
    reason: line("reason"),
    basis: line("basis"),
    transaction,
  };
}
