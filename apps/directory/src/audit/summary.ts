import { bytesToHex } from "@yanta/bytes";
import type { Language } from "@yanta/errors";
import type { AuditTrail, ProvenDeed } from "./audit-trail.ts";
import { printable } from "./printable.ts";
import { type Statement, statementsOf } from "./statements.ts";
import { rowSubject } from "./subject.ts";

/** File names of a bundle's texts. */
export const summaryNames: Readonly<Record<Language, string>> = { en: "summary.en.txt", zh: "summary.zh.txt" };

const words: Readonly<Record<Language, Readonly<Record<"title" | "deeds" | "proven" | "trust" | "open", string>>>> = {
  en: {
    title: "Audit of",
    deeds: "What was done",
    proven: "What is proven",
    trust: "Whom that asks you to trust",
    open: "What is not proven",
  },
  zh: { title: "审计：", deeds: "操作记录", proven: "已证明", trust: "须信任者", open: "未证明" },
};

/**
 * The readable form of a trail. It is made of what is proven alone, with times in UTC, so that a verifier makes the same text and finds a bundle whose words say
 * something else.
 */
export function summaryOf(trail: AuditTrail, language: Language): string {
  const { title, deeds, proven, trust, open } = words[language];
  const statements = statementsOf(trail);
  const list = (each: readonly Statement[]): readonly string[] => each.map((one) => `- ${one[language]}`);
  return [
    `${title} ${printable(rowSubject(trail.subject))}`,
    "",
    `## ${deeds}`,
    ...trail.deeds.toSorted(inOrder).map(deedLine),
    "",
    `## ${proven}`,
    ...list(statements.proven),
    "",
    `## ${trust}`,
    ...list(statements.trust),
    "",
    `## ${open}`,
    ...list(statements.open),
    "",
  ].join("\n");
}

function inOrder(a: ProvenDeed, b: ProvenDeed): number {
  const [one, other] = [a.transaction, b.transaction];
  return Number(one.height - other.height) || one.index - other.index || (a.subject < b.subject ? -1 : 1);
}

function deedLine({
  subject,
  revision,
  action,
  at,
  from,
  to,
  reason,
  basis,
  department,
  transaction,
}: ProvenDeed): string {
  const { sender, height, index, txId, block } = transaction;
  const move = from === "" && to === "" ? "" : ` ${printable(from)}→${printable(to)}`;
  const why = [reason, basis]
    .filter((text) => text !== "")
    .map((text) => ` "${printable(text)}"`)
    .join("");
  return [
    `${new Date(at * 1000).toISOString()} ${printable(subject)}#${revision} ${printable(action)}${move}${why}`,
    `    ${printable(sender.orgId)} / ${printable(sender.memberId)} (${printable(department)}, uid ${sender.uid})`,
    `    block ${height} (${bytesToHex(block.blockHash)}) transaction ${index} ${printable(txId)}`,
  ].join("\n");
}
