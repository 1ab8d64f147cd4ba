// The data directory (目录链 2.0): who holds which data, who asked for it, who decided, and when it was due.
// Refusals read `CODE field: detail`; data/messages.json explains the codes. Spec: docs/adr/0014-directory-contract.md.
import { txTimestamp } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { listDeeds } from "./audit";
import { calendarOf, putCalendar, WorkingDays } from "./calendar";
import { Correction } from "./corrections";
import * as corrections from "./corrections";
import { listOverdue } from "./clock";
import { Department, openRequests, providedEntries } from "./department";
import * as departments from "./departments";
import { childDuties, Duty } from "./duties";
import * as duties from "./duties";
import { contentOf, Entry } from "./entry";
import * as entries from "./entries";
import * as grants from "./grants";
import { Member } from "./member";
import * as members from "./members";
import { privateFault } from "./private-data";
import { Receipt } from "./receipts";
import * as receipts from "./receipts";
import { need } from "./refuse";
import { Request } from "./request";
import * as requests from "./requests";
import { Wish } from "./requests";
import { listRules, putRule } from "./rules";
import * as settle from "./settle";
import { checkText } from "./texts";

/** Rows of one answer. */
const pageMax: u32 = 500;

/**
 * The sender becomes the first administrator, of a first department (`department` is its social credit code); the sender's
 * organisation is the authority. `issuer` is the SM2 key (PEM) that vouches for persons, `person` a salted hash, `proof` the
 * issuer's signature over both (personStatement).
 */
export function init_contract(issuer: string, department: string, name: string, person: string, proof: string): void {
  members.setUpMembers(issuer, department, name, person, proof);
}

// ---- the platform

/** The key (SM2, PEM) that vouches for the persons of an organisation. */
export function setIssuer(org: string, key: string, reason: string): string {
  const acting = Acting.load();
  acting.needAuthority("setIssuer");
  checkText(reason, "reason", 500);
  members.putIssuer(org, key);
  members.auditSetting(acting, "issuer." + org, "setIssuer", reason);
  return org;
}

/** A year's holidays and make-up working days (调休), each `MM-DD`; `source` says who published them. */
export function setCalendar(year: i32, holidays: string[], makeUpDays: string[], source: string): i32 {
  const acting = Acting.load();
  acting.needAuthority("setCalendar");
  checkText(source, "source", 200);
  putCalendar(year, holidays, makeUpDays);
  members.auditSetting(acting, "calendar." + year.toString(), "setCalendar", source);
  return year;
}

/** A deadline in working days, from now on; `source` names the law. Clocks that run keep theirs. */
export function setRule(name: string, days: i32, pauses: bool, source: string): string {
  const acting = Acting.load();
  acting.needAuthority("setRule");
  checkText(source, "source", 200);
  putRule(name, days, pauses, source);
  members.auditSetting(acting, "rule." + name, "setRule", source);
  return name;
}

export function registerDepartment(code: string, org: string, name: string, level: i32, parent: string = ""): string {
  departments.addDepartment(Acting.load(), new Department(code, org, name, level, parent));
  return code;
}

export function leaveDepartment(code: string, reason: string, successor: string = ""): string {
  departments.leaveDepartment(Acting.load(), code, successor, reason);
  return code;
}

/** `uid` is the hex of the certificate's subject key identifier, as the chain tells it. */
export function registerMember(uid: string, department: string, roles: string[], person: string, proof: string): string {
  members.addMember(Acting.load(), new Member(uid, "", department, person, roles, true), proof);
  return uid;
}

export function changeMember(uid: string, department: string, roles: string[], isActive: bool, reason: string): string {
  members.changeMember(Acting.load(), uid, department, roles, isActive, reason);
  return uid;
}

/** Makes, renames or moves a node of the duty tree: job → duty → catalogue → database or system. */
export function putDuty(id: string, kind: string, name: string, department: string, parent: string = ""): string {
  duties.putDuty(Acting.load(), id, kind, parent, name, department);
  return id;
}

// ---- entries

/** Writes drafts from a JSON array of contents, all or none; returns how many. A refusal lists {row, field, code}. */
export function importEntries(contents: string): i32 {
  return entries.importEntries(Acting.load(), contents);
}

/** Hands a draft in for its registration, or a registered entry for its publication. */
export function submitEntry(code: string): string {
  entries.submitEntry(Acting.load(), code, "submitEntry");
  return code;
}

/** The same for many, all or none; returns how many. */
export function submitEntries(codes: string[]): i32 {
  return entries.submitEntries(Acting.load(), codes);
}

/** A registrar's word on the version that waits: `agree`, `return` or `reject`. */
export function reviewEntry(code: string, version: i32, decision: string, reason: string = ""): string {
  entries.reviewEntry(Acting.load(), code, version, new entries.Review(decision, reason), "reviewEntry");
  return code;
}

/** The same word on many, all or none: each is given as `code@version`; returns how many. */
export function reviewEntries(names: string[], decision: string, reason: string = ""): i32 {
  return entries.reviewEntries(Acting.load(), names, new entries.Review(decision, reason));
}

export function unpublishEntry(code: string, reason: string): string {
  entries.unpublishEntry(Acting.load(), code, reason);
  return code;
}

// ---- corrections

/** `text` says what is wrong, without personal data; `evidence` is the hash of what may have some. */
export function openCorrection(id: string, entry: string, text: string, field: string = "", evidence: string = ""): string {
  const acting = Acting.load();
  const correction = new Correction(id, entry, field, evidence, acting.department, acting.person);
  corrections.openCorrection(acting, correction, text);
  return id;
}

/** The provider's `accept`, `refuse` or `done`. */
export function answerCorrection(id: string, answer: string, reason: string): string {
  corrections.answerCorrection(Acting.load(), id, answer, reason);
  return id;
}

/** The opener's `close`, `reopen` or `withdraw`. */
export function endCorrection(id: string, decision: string, reason: string): string {
  corrections.endCorrection(Acting.load(), id, decision, reason);
  return id;
}

// ---- requests

/** Asks for items of a published entry by their names; `until` is when the grant ends, Unix seconds. */
export function submitRequest(
  id: string,
  entry: string,
  fields: string[],
  purpose: string,
  until: i64,
  usesMax: i32,
): string {
  requests.submitRequest(Acting.load(), id, entry, new Wish(fields, purpose, until, usesMax));
  return id;
}

export function resubmitRequest(id: string, fields: string[], purpose: string, until: i64, usesMax: i32): string {
  requests.resubmitRequest(Acting.load(), id, new Wish(fields, purpose, until, usesMax));
  return id;
}

export function takeRequest(id: string): string {
  requests.takeRequest(Acting.load(), id);
  return id;
}

export function passRequest(id: string): string {
  requests.passRequest(Acting.load(), id);
  return id;
}

export function returnRequest(id: string, reason: string): string {
  requests.returnRequest(Acting.load(), id, reason);
  return id;
}

/** `basis` is the law that the refusal stands on. */
export function rejectRequest(id: string, reason: string, basis: string): string {
  requests.rejectRequest(Acting.load(), id, reason, basis);
  return id;
}

export function approveRequest(id: string): string {
  requests.approveRequest(Acting.load(), id);
  return id;
}

/** `agreement` is the hash of the agreement that both sides sign. */
export function signAgreement(id: string, agreement: string): string {
  requests.signAgreement(Acting.load(), id, agreement);
  return id;
}

/** `access` is the hash of what tells the consumer how to get the data. */
export function grantAccess(id: string, access: string): string {
  requests.grantAccess(Acting.load(), id, access);
  return id;
}

export function activateAccess(id: string): string {
  requests.activateAccess(Acting.load(), id);
  return id;
}

export function suspendAccess(id: string, reason: string): string {
  requests.suspendAccess(Acting.load(), id, reason);
  return id;
}

export function resumeAccess(id: string): string {
  requests.resumeAccess(Acting.load(), id);
  return id;
}

export function revokeAccess(id: string, reason: string, basis: string): string {
  requests.revokeAccess(Acting.load(), id, reason, basis);
  return id;
}

export function completeAccess(id: string): string {
  requests.completeAccess(Acting.load(), id);
  return id;
}

export function expireAccess(id: string): string {
  requests.expireAccess(Acting.load(), id);
  return id;
}

export function disputeRequest(id: string, reason: string): string {
  requests.disputeRequest(Acting.load(), id, reason);
  return id;
}

/** `outcome`: the refusal `stands`, or the provider reviews `again`. */
export function mediateRequest(id: string, outcome: string, reason: string): string {
  requests.mediateRequest(Acting.load(), id, outcome, reason);
  return id;
}

export function reviewAgain(id: string): string {
  requests.reviewAgain(Acting.load(), id);
  return id;
}

export function withdrawRequest(id: string, reason: string): string {
  requests.withdrawRequest(Acting.load(), id, reason);
  return id;
}

/** The consumer has seen the entry's published version, which is not the one it had. */
export function confirmChange(id: string, version: i32): string {
  grants.confirmChange(Acting.load(), id, version);
  return id;
}

// ---- deliveries

/** The provider's half of a receipt: `hash` and `size` (bytes) of what was delivered under a grant, for how many uses. */
export function deliver(
  id: string,
  request: string,
  hash: string,
  size: i64,
  purpose: string,
  fields: string[],
  uses: i32 = 1,
): string {
  receipts.deliver(Acting.load(), new Receipt(id, request, "", hash, size, uses, purpose, fields));
  return id;
}

/** The consumer's half: the same hash and size arrived. */
export function acknowledge(id: string, hash: string, size: i64): string {
  receipts.acknowledge(Acting.load(), id, hash, size);
  return id;
}

export function refuseDelivery(id: string, reason: string): string {
  receipts.refuseDelivery(Acting.load(), id, reason);
  return id;
}

// ---- clocks and audit

/** Counts a provisional deadline again after the holiday calendar was set: of `request.<id>`, `entry.<code>` or `correction.<id>`. */
export function settleClock(subject: string): string {
  settle.settleClock(Acting.load(), subject);
  return subject;
}

/** An auditor's remark on a subject such as `request.R1`. */
export function remark(subject: string, text: string): string {
  const acting = Acting.load();
  acting.needRole("auditor", "remark");
  checkText(text, "text", 500);
  need(subject.length <= 100 && listDeeds(subject, 0, 1) != "[]", "DIR_NONE", "subject", subject);
  members.auditSetting(acting, "remark." + subject, "remark", text);
  return subject;
}

/**
 * What was done to a subject (`request.R1`, `entry.101002/1`, `member.<uid>`, `setting.rule.supply`), oldest first: a JSON array of
 * {subject, revision, action, by, department, at, from, to, reason, basis, tx}.
 * @query
 */
export function deedsOf(subject: string, start: u32 = 0, count: u32 = 100): string {
  return listDeeds(subject, start, bounded(count));
}

/**
 * What is overdue now: a JSON array of {subject, rule, due, workingDaysOver, level}.
 * @query
 */
export function overdue(start: u32 = 0, count: u32 = 100): string {
  return listOverdue(txTimestamp(), start, bounded(count));
}

/**
 * Why a grant does not allow some uses now, as a code; empty when it does.
 * @query
 */
export function checkGrant(request: string, purpose: string, fields: string[], uses: i32 = 1): string {
  const found = Request.load(request, "request");
  return grants.grantFault(found, purpose, fields, uses, max<i64>(txTimestamp(), found.at));
}

/**
 * What a consumer has to confirm: {version, fields, due, isOverdue}.
 * @query
 */
export function pendingChange(request: string): string {
  const found = Request.load(request, "request");
  return grants.PendingChange.of(found, Entry.load(found.entry, "entry")).toJson(txTimestamp());
}

/**
 * End of the last of some working days after a time, Unix seconds.
 * @query
 */
export function deadlineAfter(time: i64, days: i32): i64 {
  need(time >= 0 && time < 4102444800, "DIR_FORMAT", "time");
  need(days >= 0 && days <= 250, "DIR_FORMAT", "days");
  return new WorkingDays().endAfter(time, days);
}

/**
 * The code for personal data that a text holds; empty when it may go on chain.
 * @query
 */
export function personalData(text: string): string {
  return privateFault(text);
}

// ---- what is there

/** @query */
export function getDepartment(code: string): string {
  return Department.load(code, "code").toJson();
}

/** @query */
export function getMember(uid: string): string {
  return Member.load(uid, "uid").toJson();
}

/** @query */
export function getDuty(id: string): string {
  return Duty.load(id, "id").toJson();
}

/** @query */
export function getDutiesBelow(parent: string, start: u32 = 0, count: u32 = 100): string[] {
  return childDuties(parent, start, bounded(count));
}

/** @query */
export function getEntry(code: string): string {
  return Entry.load(code, "code").toJson();
}

/** @query */
export function getContent(code: string, version: i32): string {
  return contentOf(code, version);
}

/** @query */
export function getEntriesOf(department: string, start: u32 = 0, count: u32 = 100): string[] {
  return providedEntries(department, start, bounded(count));
}

/** @query */
export function getRequest(id: string): string {
  return Request.load(id, "id").toJson();
}

/**
 * Requests of a department that are not at their end; `side` is consumer or provider.
 * @query
 */
export function getOpenRequests(department: string, side: string, count: u32 = 100): string[] {
  return openRequests(department, side, bounded(count));
}

/** @query */
export function getReceipt(id: string): string {
  return Receipt.load(id).toJson();
}

/** @query */
export function getCorrection(id: string): string {
  return Correction.load(id).toJson();
}

/** @query */
export function getRules(): string {
  return listRules();
}

/**
 * A year's days, `1` for each working day; empty when its calendar was not set.
 * @query
 */
export function getCalendar(year: i32): string {
  return calendarOf(year);
}

/** @query */
export function getIssuer(org: string): string {
  return members.issuerOf(org);
}

function bounded(count: u32): i32 {
  return <i32>min<u32>(count, pageMax);
}
