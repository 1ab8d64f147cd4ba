import { Event6, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { audit, Deed } from "./audit";
import { Clock, indexClock } from "./clock";
import { isTrue, numberOf, textsOf, textsToJson } from "./records";
import { need } from "./refuse";

/** A request moved from one state to another; `from` is empty for a new one. */
const requestChanged = new Event6<string, string, string, string, string, i32>(
  "requestChanged",
  "id",
  "entry",
  "action",
  "from",
  "to",
  "revision",
);

const requests = new StateMap<string>("request");

/** A department's request for data of an entry, the agreement about it, and what was used of it. */
export class Request {
  /** The entry's version that was asked for. */
  version: i32 = 0;
  /** The entry's version whose changes the consumer has confirmed. */
  confirmedVersion: i32 = 0;
  state: string = "";
  fields: string[] = [];
  purpose: string = "";
  /** The grant ends, Unix seconds. */
  until: i64 = 0;
  usesMax: i32 = 0;
  used: i32 = 0;
  /** Hash of the agreement (ODRL) that a side signed last. */
  agreement: string = "";
  consumerSigned: bool = false;
  providerSigned: bool = false;
  /** Hash of how the data can be had. */
  access: string = "";
  suspendedAt: i64 = 0;
  /** What the mediator said: `stands` or `again`. */
  outcome: string = "";
  revision: i32 = 0;
  at: i64 = 0;
  /** Persons who acted, as `side person`: nobody acts on two sides. */
  hands: string[] = [];
  clock: Clock = Clock.none();
  /** The clock of the review that returned the request. */
  heldClock: Clock = Clock.none();

  constructor(
    public id: string,
    public entry: string,
    public consumer: string,
    public provider: string,
  ) {}

  static exists(id: string): bool {
    return requests.has(stateKey([id]));
  }

  static load(id: string, field: string): Request {
    const stored = requests.getOr(stateKey([id]), "");
    need(stored != "", "DIR_NONE", field, id);
    const json = Json.parse(stored);
    const request = new Request(id, json.textOf("entry"), json.textOf("consumer"), json.textOf("provider"));
    request.version = <i32>numberOf(json, "version");
    request.confirmedVersion = <i32>numberOf(json, "confirmedVersion");
    request.state = json.textOf("state");
    request.fields = textsOf(json, "fields");
    request.purpose = json.textOf("purpose");
    request.until = numberOf(json, "until");
    request.usesMax = <i32>numberOf(json, "usesMax");
    request.used = <i32>numberOf(json, "used");
    request.agreement = json.textOf("agreement");
    request.consumerSigned = isTrue(json, "consumerSigned");
    request.providerSigned = isTrue(json, "providerSigned");
    request.access = json.textOf("access");
    request.suspendedAt = numberOf(json, "suspendedAt");
    request.outcome = json.textOf("outcome");
    request.revision = <i32>numberOf(json, "revision");
    request.at = numberOf(json, "at");
    request.hands = textsOf(json, "hands");
    request.clock = Clock.read(json.get("clock"));
    request.heldClock = Clock.read(json.get("heldClock"));
    return request;
  }

  get subject(): string {
    return "request." + this.id;
  }

  toJson(): string {
    return new JsonWriter()
      .text("id", this.id)
      .text("entry", this.entry)
      .value<i32>("version", this.version)
      .value<i32>("confirmedVersion", this.confirmedVersion)
      .text("consumer", this.consumer)
      .text("provider", this.provider)
      .text("state", this.state)
      .raw("fields", textsToJson(this.fields))
      .text("purpose", this.purpose)
      .value<i64>("until", this.until)
      .value<i32>("usesMax", this.usesMax)
      .value<i32>("used", this.used)
      .text("agreement", this.agreement)
      .value<bool>("consumerSigned", this.consumerSigned)
      .value<bool>("providerSigned", this.providerSigned)
      .text("access", this.access)
      .value<i64>("suspendedAt", this.suspendedAt)
      .text("outcome", this.outcome)
      .value<i32>("revision", this.revision)
      .value<i64>("at", this.at)
      .raw("hands", textsToJson(this.hands))
      .raw("clock", this.clock.toJson())
      .raw("heldClock", this.heldClock.toJson())
      .toString();
  }

  /** Someone acts on a side; a person who acted on another one before may not. */
  addHand(side: string, person: string, action: string): void {
    let isKnown = false;
    for (let i = 0; i < this.hands.length; i++) {
      if (!this.hands[i].endsWith(" " + person)) continue;
      need(this.hands[i] == side + " " + person, "DIR_SAME_PERSON", action);
      isKnown = true;
    }
    if (!isKnown) this.hands.push(side + " " + person);
  }

  setClock(clock: Clock): void {
    indexClock(this.subject, this.clock, clock);
    this.clock = clock;
  }

  /** Stores what the deed made of it. */
  save(deed: Deed): void {
    this.revision++;
    this.at = deed.at;
    audit(this.subject, this.revision, deed);
    requests.set(stateKey([this.id]), this.toJson());
    requestChanged.emit(this.id, this.entry, deed.action, deed.from, this.state, this.revision);
  }
}
