import { Json } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { announceChange, announceEnd } from "./changes";
import { Clock } from "./clock";
import { departmentExists, markProvided } from "./department";
import * as at from "./entry";
import { contentOf, Entry } from "./entry";
import { judgeContent } from "./entry-content";
import { Findings } from "./findings";
import { need } from "./refuse";
import { checkText, isCreditCode, isDigits } from "./texts";

/** Entries of one import. */
const importMax = 500;
/** Characters of one import: its parts are copied while it is read, and a contract has 64 MiB and 1e10 gas. */
const importCharactersMax = 500000;

/**
 * Writes drafts, new ones or new versions of old ones, from a JSON array: all of them, or none with a list of what is wrong with
 * which field of which row.
 */
export function importEntries(acting: Acting, text: string): i32 {
  acting.needRole("provider", "importEntries");
  need(text.length <= importCharactersMax, "DIR_LENGTH", "contents");
  const rows = Json.parse(text, "DIR_FORMAT entries");
  need(rows.isArray && rows.length > 0, "DIR_FORMAT", "entries");
  need(rows.length <= importMax, "DIR_LENGTH", "entries");
  const findings = new Findings();
  const codes = new Map<string, bool>();
  for (let i = 0; i < rows.length; i++) {
    findings.row = i;
    judgeContent(rows.at(i), findings);
    const code = rows.at(i).textOf("code");
    findings.expect(!codes.has(code), "code", "DIR_EXISTS");
    codes.set(code, true);
    judgePlace(acting, rows.at(i), findings);
  }
  findings.settle();
  for (let i = 0; i < rows.length; i++) saveDraft(acting, rows.at(i));
  return rows.length;
}

/** The provider is the sender's department; an old entry is its own and under no review. */
function judgePlace(acting: Acting, content: Json, findings: Findings): void {
  const provider = content.textOf("provider");
  if (!isCreditCode(provider)) return;
  const isOwn = departmentExists(provider) && acting.actsFor(provider);
  findings.expect(isOwn, "provider", "DIR_DEPARTMENT");
  if (!Entry.exists(content.textOf("code"))) return;
  const entry = Entry.load(content.textOf("code"), "code");
  if (!acting.actsFor(entry.provider)) return findings.add("code", "DIR_EXISTS");
  const isPending = entry.state == at.registrationPending || entry.state == at.publicationPending;
  findings.expect(!isPending, "code", "DIR_STATE");
}

/** A draft is written over; everything that was handed in once keeps its version. */
function saveDraft(acting: Acting, content: Json): void {
  const code = content.textOf("code");
  const isNew = !Entry.exists(code);
  const entry = isNew ? new Entry(code, content.textOf("provider")) : Entry.load(code, "code");
  const before = isNew ? -1 : entry.state;
  if (isNew) markProvided(entry.provider, code);
  if (before != at.draft) {
    entry.version++;
    entry.hands = [];
  }
  entry.state = at.draft;
  entry.addHand(acting.person);
  entry.putContent(content.compact());
  entry.save(before, acting.deed("saveEntry", entry.at, before.toString(), entry.state.toString()));
}

/** Hands a draft in for its registration (10 待注册审核), or a registered one for its publication. `step` names it in refusals. */
export function submitEntry(acting: Acting, code: string, step: string): void {
  const entry = Entry.load(code, step);
  acting.needFor(entry.provider, "provider", step);
  const before = entry.state;
  need(before == at.draft || before == at.registered, "DIR_STATE", step, before.toString());
  entry.state = before == at.draft ? at.registrationPending : at.publicationPending;
  entry.addHand(acting.person);
  const deed = acting.deed("submitEntry", entry.at, before.toString(), entry.state.toString());
  entry.setClock(Clock.start("entryReview", deed.at));
  entry.save(before, deed);
}

/** Many entries at once, all or none; refusals name the step `submitEntry[i]`. */
export function submitEntries(acting: Acting, codes: string[]): i32 {
  need(codes.length > 0 && codes.length <= importMax, "DIR_LENGTH", "codes");
  for (let i = 0; i < codes.length; i++) submitEntry(acting, codes[i], "submitEntry[" + i.toString() + "]");
  return codes.length;
}

/** What a registrar says of entries. */
export class Review {
  constructor(
    public decision: string,
    public reason: string,
  ) {}
}

/** The same word on many entries, each given as `code@version`, all or none; refusals name the step `reviewEntry[i]`. */
export function reviewEntries(acting: Acting, names: string[], review: Review): i32 {
  need(names.length > 0 && names.length <= importMax, "DIR_LENGTH", "entries");
  for (let i = 0; i < names.length; i++) {
    const step = "reviewEntry[" + i.toString() + "]";
    const sign = names[i].indexOf("@");
    const version = sign < 0 ? "" : names[i].substring(sign + 1);
    need(isDigits(version) && version.length < 7, "DIR_FORMAT", step, names[i]);
    reviewEntry(acting, names[i].substring(0, sign), I32.parseInt(version), review, step);
  }
  return names.length;
}

/** A registrar's word: `agree`, `return` for changes, or `reject`. The last two say why. */
export function reviewEntry(acting: Acting, code: string, version: i32, review: Review, step: string): void {
  acting.needRole("registrar", step);
  const entry = Entry.load(code, step);
  const before = entry.state;
  const isRegistration = before == at.registrationPending;
  need(isRegistration || before == at.publicationPending, "DIR_STATE", step, before.toString());
  need(entry.version == version, "DIR_VERSION", step, entry.version.toString());
  need(!entry.hands.includes(acting.person), "DIR_SAME_PERSON", step);
  const decision = review.decision;
  const reason = review.reason;
  need(decision == "agree" || decision == "return" || decision == "reject", "DIR_FORMAT", "decision", decision);
  if (decision != "agree" || reason != "") checkText(reason, "reason", 500);
  if (decision == "agree") entry.state = isRegistration ? at.registered : at.published;
  else if (decision == "return") entry.state = at.returned;
  else entry.state = isRegistration ? at.registrationRejected : at.publicationRejected;
  const deed = acting.deed("reviewEntry", entry.at, before.toString(), entry.state.toString(), reason);
  entry.setClock(Clock.none());
  if (entry.state == at.published) {
    const last = entry.lastPublished;
    entry.publishedVersion = entry.version;
    entry.lastPublished = entry.version;
    entry.publishedAt = deed.at;
    if (last > 0) announceChange(code, contentOf(code, last), contentOf(code, version), version);
  }
  entry.save(before, deed);
}

/** Takes the published version out of the directory (取消发布); those who use it are told. */
export function unpublishEntry(acting: Acting, code: string, reason: string): void {
  const entry = Entry.load(code, "code");
  if (!acting.hasRole("registrar")) acting.needFor(entry.provider, "provider", "unpublishEntry");
  need(entry.publishedVersion > 0, "DIR_STATE", "unpublishEntry", entry.state.toString());
  checkText(reason, "reason", 500);
  const before = entry.state;
  if (before == at.published) entry.state = at.unpublished;
  entry.publishedVersion = 0;
  announceEnd(code);
  entry.save(before, acting.deed("unpublishEntry", entry.at, before.toString(), entry.state.toString(), reason));
}
