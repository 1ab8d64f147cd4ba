import { Json } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { dropGrant, itemOf, markGrant } from "./changes";
import { Clock } from "./clock";
import { markOpen } from "./department";
import { contentOf, Entry } from "./entry";
import { choiceOf } from "./entry-content";
import { isTrue } from "./records";
import { need } from "./refuse";
import { Request } from "./request";
import { stepOf } from "./request-steps";
import { ruleOf } from "./rules";
import { checkHash, checkId, checkText } from "./texts";

const fieldsMax = 300;

/** What a consumer asks for. */
export class Wish {
  constructor(
    public fields: string[],
    public purpose: string,
    public until: i64,
    public usesMax: i32,
  ) {}
}

/** Asks for fields of a published entry of another department. */
export function submitRequest(acting: Acting, id: string, code: string, wish: Wish): void {
  acting.needRole("consumer", "submitRequest");
  checkId(id, "id");
  need(!Request.exists(id), "DIR_EXISTS", "id", id);
  const entry = Entry.load(code, "entry");
  const request = new Request(id, code, acting.department, entry.provider);
  need(!acting.actsFor(entry.provider), "DIR_DEPARTMENT", "entry", entry.provider);
  fill(request, wish, acting);
  request.addHand("consumer", acting.person, "submitRequest");
  enter(request, acting, "submitRequest", "SUBMITTED");
}

/** A returned request comes again, changed: it is reviewed from the beginning, with the time that was left. */
export function resubmitRequest(acting: Acting, id: string, wish: Wish): void {
  const request = begin(acting, id, "resubmitRequest");
  fill(request, wish, acting);
  enter(request, acting, "resubmitRequest", "SUBMITTED");
}

/** Takes over a wish after a look at the entry as it is published now. */
function fill(request: Request, wish: Wish, acting: Acting): void {
  const entry = Entry.load(request.entry, "entry");
  need(entry.publishedVersion > 0, "DIR_UNPUBLISHED", "entry", request.entry);
  const content = Json.parse(contentOf(request.entry, entry.publishedVersion));
  need(choiceOf(content.get("sharing"), "type") != 3, "DIR_NOT_SHARED", "entry", content.get("sharing")!.textOf("basis"));
  need(wish.fields.length > 0, "DIR_MISSING", "fields");
  need(wish.fields.length <= fieldsMax, "DIR_LENGTH", "fields");
  for (let i = 0; i < wish.fields.length; i++) {
    const name = wish.fields[i];
    const item = itemOf(content, name);
    need(item != null, "DIR_NONE", "fields", name);
    need(choiceOf(item, "sharing") != 3, "DIR_NOT_SHARED", "fields", name);
    need(wish.fields.indexOf(name) == i, "DIR_EXISTS", "fields", name);
  }
  checkText(wish.purpose, "purpose", 200);
  need(wish.until > acting.timeAfter(request.at), "DIR_FORMAT", "until");
  need(wish.usesMax >= 1, "DIR_FORMAT", "usesMax");
  request.version = entry.publishedVersion;
  request.confirmedVersion = entry.publishedVersion;
  request.fields = wish.fields;
  request.purpose = wish.purpose;
  request.until = wish.until;
  request.usesMax = wish.usesMax;
}

/** A compliance officer begins to look at a request. */
export function takeRequest(acting: Acting, id: string): void {
  enter(begin(acting, id, "takeRequest"), acting, "takeRequest", "COMPLIANCE");
}

/** The request is lawful: what is shared on conditions goes to its provider, what is shared without is approved. */
export function passRequest(acting: Acting, id: string): void {
  const request = begin(acting, id, "passRequest");
  enter(request, acting, "passRequest", isConditional(request) ? "PROVIDER_REVIEW" : "APPROVED");
}

/** Whether the provider has a say: the entry, or a field that is asked for, is shared on conditions (type 2). */
function isConditional(request: Request): bool {
  const content = contentAsked(request);
  if (choiceOf(content.get("sharing"), "type") == 2) return true;
  for (let i = 0; i < request.fields.length; i++)
    if (choiceOf(itemOf(content, request.fields[i]), "sharing") == 2) return true;
  return false;
}

function contentAsked(request: Request): Json {
  return Json.parse(contentOf(request.entry, request.version));
}

export function returnRequest(acting: Acting, id: string, reason: string): void {
  const request = begin(acting, id, "returnRequest");
  checkText(reason, "reason", 500);
  enter(request, acting, "returnRequest", "RETURNED", reason);
}

/** A refusal says why, and by which law. */
export function rejectRequest(acting: Acting, id: string, reason: string, basis: string): void {
  const request = begin(acting, id, "rejectRequest");
  checkText(reason, "reason", 500);
  checkText(basis, "basis", 500);
  enter(request, acting, "rejectRequest", "REJECTED", reason, basis);
}

export function approveRequest(acting: Acting, id: string): void {
  const request = begin(acting, id, "approveRequest");
  needPublished(request);
  enter(request, acting, "approveRequest", "APPROVED");
}

function needPublished(request: Request): void {
  need(Entry.load(request.entry, "entry").publishedVersion > 0, "DIR_UNPUBLISHED", "entry", request.entry);
}

/** A side signs the agreement with its hash. Another hash takes back what was signed; AGREED means one hash signed by both. */
export function signAgreement(acting: Acting, id: string, agreement: string): void {
  const request = begin(acting, id, "signAgreement");
  checkHash(agreement, "agreement");
  if (request.agreement != agreement) {
    request.agreement = agreement;
    request.consumerSigned = false;
    request.providerSigned = false;
  }
  if (acting.actsFor(request.consumer)) request.consumerSigned = true;
  else request.providerSigned = true;
  const isAgreed = request.consumerSigned && request.providerSigned;
  enter(request, acting, "signAgreement", isAgreed ? "AGREED" : "APPROVED");
}

/** The data can be had now; `access` is the hash of how. */
export function grantAccess(acting: Acting, id: string, access: string): void {
  const request = begin(acting, id, "grantAccess");
  needPublished(request);
  checkHash(access, "access");
  need(request.until > acting.timeAfter(request.at), "DIR_EXPIRED", "grantAccess");
  request.access = access;
  markGrant(request.entry, id, request.fields);
  enter(request, acting, "grantAccess", "GRANTED");
}

export function activateAccess(acting: Acting, id: string): void {
  const request = begin(acting, id, "activateAccess");
  need(request.until > acting.timeAfter(request.at), "DIR_EXPIRED", "activateAccess");
  enter(request, acting, "activateAccess", "ACTIVE");
}

export function suspendAccess(acting: Acting, id: string, reason: string): void {
  const request = begin(acting, id, "suspendAccess");
  checkText(reason, "reason", 500);
  request.suspendedAt = acting.timeAfter(request.at);
  enter(request, acting, "suspendAccess", "SUSPENDED", reason);
}

/** Ends a suspension. Where the rule `term` pauses, the grant ends later by as much. */
export function resumeAccess(acting: Acting, id: string): void {
  const request = begin(acting, id, "resumeAccess");
  if (ruleOf("term").pauses) request.until += acting.timeAfter(request.at) - request.suspendedAt;
  need(request.until > acting.timeAfter(request.at), "DIR_EXPIRED", "resumeAccess");
  request.suspendedAt = 0;
  enter(request, acting, "resumeAccess", "ACTIVE");
}

export function revokeAccess(acting: Acting, id: string, reason: string, basis: string): void {
  const request = begin(acting, id, "revokeAccess");
  checkText(reason, "reason", 500);
  checkText(basis, "basis", 500);
  enter(request, acting, "revokeAccess", "REVOKED", reason, basis);
}

export function completeAccess(acting: Acting, id: string): void {
  enter(begin(acting, id, "completeAccess"), acting, "completeAccess", "COMPLETED");
}

/** Any member may note that a grant's time is over. */
export function expireAccess(acting: Acting, id: string): void {
  const request = Request.load(id, "id");
  const isGrant = request.state == "GRANTED" || request.state == "ACTIVE" || request.state == "SUSPENDED";
  need(isGrant, "DIR_STATE", "expireAccess", request.state);
  const isStopped = request.state == "SUSPENDED" && ruleOf("term").pauses;
  need(acting.timeAfter(request.at) >= request.until && !isStopped, "DIR_EARLY", "expireAccess");
  enter(request, acting, "expireAccess", "EXPIRED");
}

export function disputeRequest(acting: Acting, id: string, reason: string): void {
  const request = begin(acting, id, "disputeRequest");
  checkText(reason, "reason", 500);
  enter(request, acting, "disputeRequest", "DISPUTE", reason);
}

/** The authority's word on a refusal: it `stands`, or the provider looks `again`. */
export function mediateRequest(acting: Acting, id: string, outcome: string, reason: string): void {
  const request = begin(acting, id, "mediateRequest");
  need(outcome == "stands" || outcome == "again", "DIR_FORMAT", "outcome", outcome);
  checkText(reason, "reason", 500);
  request.outcome = outcome;
  enter(request, acting, "mediateRequest", "MEDIATED", reason);
}

export function reviewAgain(acting: Acting, id: string): void {
  const request = begin(acting, id, "reviewAgain");
  need(request.outcome == "again", "DIR_STATE", "reviewAgain", request.outcome);
  request.outcome = "";
  request.heldClock = Clock.none();
  enter(request, acting, "reviewAgain", "PROVIDER_REVIEW");
}

export function withdrawRequest(acting: Acting, id: string, reason: string): void {
  const request = begin(acting, id, "withdrawRequest");
  checkText(reason, "reason", 500);
  enter(request, acting, "withdrawRequest", "WITHDRAWN", reason);
}

/** A request for an action of the sender's: state, role, department and person allow it. */
export function begin(acting: Acting, id: string, action: string): Request {
  const request = Request.load(id, "id");
  const step = stepOf(action);
  need(step.from.includes(request.state), "DIR_STATE", action, request.state);
  const side = sideOf(acting, request, step.side, action);
  request.addHand(side, acting.person, action);
  return request;
}

/** The side that the sender acts on. */
function sideOf(acting: Acting, request: Request, side: string, action: string): string {
  if (side == "party") {
    const isConsumer = acting.actsFor(request.consumer);
    return sideOf(acting, request, isConsumer ? "consumer" : "provider", action);
  }
  if (side == "reviewer") return sideOf(acting, request, request.state == "COMPLIANCE" ? "compliance" : "provider", action);
  if (side == "guard") {
    const isProvider = acting.hasRole("provider") && acting.actsFor(request.provider);
    return sideOf(acting, request, isProvider ? "provider" : "compliance", action);
  }
  if (side == "consumer") acting.needFor(request.consumer, "consumer", action);
  else if (side == "provider") acting.needFor(request.provider, "provider", action);
  else acting.needRole("compliance", action);
  return side;
}

/** Moves a request to its next state: its clock, its marks, its audit entry. */
export function enter(request: Request, acting: Acting, action: string, state: string, reason: string = "", basis: string = ""): void {
  const deed = acting.deed(action, request.at, request.state, state, reason, basis);
  const before = request.state;
  request.state = state;
  if (state != before) setClock(request, deed.at);
  const isOpen = !isEnd(request);
  markOpen(request.consumer, "consumer", request.id, isOpen);
  markOpen(request.provider, "provider", request.id, isOpen);
  if (!isOpen) dropGrant(request.entry, request.id);
  request.save(deed);
}

/** Whether nobody owes anything any more. A refusal may still be disputed, and is then open again. */
function isEnd(request: Request): bool {
  const ends = ["REJECTED", "EXPIRED", "REVOKED", "COMPLETED", "WITHDRAWN"];
  return ends.includes(request.state) || (request.state == "MEDIATED" && request.outcome == "stands");
}

function setClock(request: Request, now: i64): void {
  const state = request.state;
  if (state == "RETURNED") {
    request.heldClock = request.clock.pausedAt(now);
    request.setClock(request.heldClock);
  } else if (state == "SUBMITTED") startClock(request, "compliance", now);
  else if (state == "PROVIDER_REVIEW") {
    const isThere = isTrue(contentAsked(request), "onPlatform");
    startClock(request, isThere ? "providerOnPlatform" : "providerReview", now);
  } else if (state == "APPROVED") startClock(request, "supply", now);
  else if (state == "DISPUTE") startClock(request, "mediation", now);
  else if (state != "COMPLIANCE" && state != "AGREED") request.setClock(Clock.none());
}

/** A review that returned the request goes on with the time that it had left. */
function startClock(request: Request, rule: string, now: i64): void {
  if (request.heldClock.rule == rule) {
    request.setClock(request.heldClock.resumedAt(now));
    request.heldClock = Clock.none();
  } else request.setClock(Clock.start(rule, now));
}
