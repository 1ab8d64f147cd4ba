import { joinTexts, JsonWriter, stateKey, StateMap, txId } from "@yanta/contract-sdk";
import { padded } from "./records";
import { need } from "./refuse";

/** What happened to a subject, by its revision: `audit#<subject>.<revision>`. Rows are written once. */
const rows = new StateMap<string>("audit");

/** Who did what and why. */
export class Deed {
  constructor(
    public action: string,
    public by: string,
    public department: string,
    /** Never before that of the deed before. */
    public at: i64,
    public from: string,
    public to: string,
    public reason: string = "",
    public basis: string = "",
  ) {}
}

/**
 * Writes a deed in the transaction that does it: when it cannot be written, the transaction fails and the deed is not done.
 * `revision` is the subject's, from 1.
 */
export function audit(subject: string, revision: i32, deed: Deed): void {
  const key = stateKey([subject]) + "." + padded(revision, 8);
  need(!rows.has(key), "DIR_AUDIT", subject);
  const row = new JsonWriter()
    .text("subject", subject)
    .value<i32>("revision", revision)
    .text("action", deed.action)
    .text("by", deed.by)
    .text("department", deed.department)
    .value<i64>("at", deed.at)
    .text("from", deed.from)
    .text("to", deed.to)
    .text("reason", deed.reason)
    .text("basis", deed.basis)
    .text("tx", txId());
  rows.set(key, row.toString());
}

/** A subject's deeds as a JSON array, oldest first. */
export function listDeeds(subject: string, start: i32, count: i32): string {
  const found: string[] = [];
  let passed = 0;
  for (const cursor = rows.entriesFrom(stateKey([subject]) + "."); found.length < count && cursor.next(); )
    if (passed++ >= start) found.push(cursor.value);
  return "[" + joinTexts(found, ",") + "]";
}
