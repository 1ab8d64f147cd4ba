import { Event3, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { audit } from "./audit";
import { itemOf } from "./changes";
import { Clock, indexClock } from "./clock";
import { contentOf, Entry } from "./entry";
import { numberOf } from "./records";
import { need } from "./refuse";
import { checkHash, checkId, checkText } from "./texts";

/** A correction ticket moved: OPEN → ACCEPTED → DONE → CLOSED, or REFUSED, or WITHDRAWN. */
const correctionChanged = new Event3<string, string, string>("correctionChanged", "id", "entry", "state");

const corrections = new StateMap<string>("correction");

/** Somebody found an error in an entry or in its data (校核纠错). */
export class Correction {
  state: string = "OPEN";
  revision: i32 = 0;
  at: i64 = 0;
  clock: Clock = Clock.none();

  constructor(
    public id: string,
    public entry: string,
    /** Name of an item; empty for the entry itself. */
    public field: string,
    /** Hash of the evidence, which may hold personal data and stays off the chain. */
    public evidence: string,
    public department: string,
    public person: string,
  ) {}

  static load(id: string): Correction {
    const stored = corrections.getOr(stateKey([id]), "");
    need(stored != "", "DIR_NONE", "id", id);
    const json = Json.parse(stored);
    const correction = new Correction(
      id,
      json.textOf("entry"),
      json.textOf("field"),
      json.textOf("evidence"),
      json.textOf("department"),
      json.textOf("person"),
    );
    correction.state = json.textOf("state");
    correction.revision = <i32>numberOf(json, "revision");
    correction.at = numberOf(json, "at");
    correction.clock = Clock.read(json.get("clock"));
    return correction;
  }

  toJson(): string {
    return new JsonWriter()
      .text("id", this.id)
      .text("entry", this.entry)
      .text("field", this.field)
      .text("evidence", this.evidence)
      .text("department", this.department)
      .text("person", this.person)
      .text("state", this.state)
      .value<i32>("revision", this.revision)
      .value<i64>("at", this.at)
      .raw("clock", this.clock.toJson())
      .toString();
  }

  /** Moves to a state, in which it is still due or not. */
  enter(acting: Acting, action: string, from: string, state: string, clock: Clock, reason: string): void {
    const deed = acting.deed(action, this.at, from, state, reason);
    this.state = state;
    this.revision++;
    this.at = deed.at;
    indexClock("correction." + this.id, this.clock, clock);
    this.clock = clock;
    audit("correction." + this.id, this.revision, deed);
    corrections.set(stateKey([this.id]), this.toJson());
    correctionChanged.emit(this.id, this.entry, state);
  }
}

/** Opens a ticket; any member of another department than the entry's may. */
export function openCorrection(acting: Acting, correction: Correction, text: string): void {
  checkId(correction.id, "id");
  need(!corrections.has(stateKey([correction.id])), "DIR_EXISTS", "id", correction.id);
  const entry = Entry.load(correction.entry, "entry");
  need(entry.publishedVersion > 0, "DIR_UNPUBLISHED", "entry", correction.entry);
  need(!acting.actsFor(entry.provider), "DIR_DEPARTMENT", "openCorrection", entry.provider);
  const content = Json.parse(contentOf(entry.code, entry.publishedVersion));
  need(correction.field == "" || itemOf(content, correction.field) != null, "DIR_NONE", "field", correction.field);
  if (correction.evidence != "") checkHash(correction.evidence, "evidence");
  checkText(text, "text", 500);
  const clock = Clock.start("correction", acting.timeAfter(0));
  correction.enter(acting, "openCorrection", "", "OPEN", clock, text);
}

/** The provider answers: `accept`, `refuse`, or `done` when the entry or its data are right again. */
export function answerCorrection(acting: Acting, id: string, answer: string, reason: string): void {
  const correction = Correction.load(id);
  acting.needFor(Entry.load(correction.entry, "entry").provider, "provider", "answerCorrection");
  need(correction.person != acting.person, "DIR_SAME_PERSON", "answerCorrection");
  const isAnswer = answer == "accept" || answer == "refuse" || answer == "done";
  need(isAnswer, "DIR_FORMAT", "answer", answer);
  need(correction.state == (answer == "done" ? "ACCEPTED" : "OPEN"), "DIR_STATE", "answerCorrection", correction.state);
  checkText(reason, "reason", 500);
  const state = answer == "accept" ? "ACCEPTED" : answer == "refuse" ? "REFUSED" : "DONE";
  const clock = answer == "accept" ? correction.clock : Clock.none();
  correction.enter(acting, "answerCorrection", correction.state, state, clock, reason);
}

/** Who opened a ticket ends it: `close` what is done, `withdraw` what is not, or `reopen` what is done badly or refused. */
export function endCorrection(acting: Acting, id: string, decision: string, reason: string): void {
  const correction = Correction.load(id);
  need(acting.actsFor(correction.department), "DIR_DEPARTMENT", "endCorrection", correction.department);
  const from = correction.state;
  const isWaiting = from == "OPEN" || from == "ACCEPTED";
  checkText(reason, "reason", 500);
  if (decision == "withdraw") {
    need(isWaiting, "DIR_STATE", "endCorrection", from);
    correction.enter(acting, "endCorrection", from, "WITHDRAWN", Clock.none(), reason);
    return;
  }
  need(decision == "close" || decision == "reopen", "DIR_FORMAT", "decision", decision);
  need(from == "DONE" || (from == "REFUSED" && decision == "reopen"), "DIR_STATE", "endCorrection", from);
  if (decision == "close") correction.enter(acting, "endCorrection", from, "CLOSED", Clock.none(), reason);
  else {
    const clock = Clock.start("correction", acting.timeAfter(correction.at));
    correction.enter(acting, "endCorrection", from, "OPEN", clock, reason);
  }
}
