import { Event5, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { audit, Deed } from "./audit";
import { Clock, indexClock } from "./clock";
import { numberOf, padded, textsOf, textsToJson } from "./records";
import { need } from "./refuse";

/** An entry moved from one state to another. States have idatrix's numbers; -1 is before the first. */
const entryChanged = new Event5<string, i32, i32, i32, i32>("entryChanged", "code", "version", "from", "to", "revision");

const entries = new StateMap<string>("entry");
/** Contents by version: what was handed in once stays as it is. */
const contents = new StateMap<string>("content");

// 草稿, 退回修改, 注册审核拒绝, 待注册审核, 已注册, 待发布审核, 发布审核拒绝, 取消发布, 发布.
export const draft = 0;
export const returned = 1;
export const registrationRejected = 2;
export const registrationPending = 10;
export const registered = 19;
export const publicationPending = 20;
export const publicationRejected = 22;
export const unpublished = 23;
export const published = 29;

/** An entry of the directory: where its newest version stands, and which version is published. */
export class Entry {
  /** The newest version, from 1. */
  version: i32 = 0;
  state: i32 = draft;
  /** The version that others see and ask for; 0 for none. */
  publishedVersion: i32 = 0;
  /** The version that was published last, also when it is no longer. */
  lastPublished: i32 = 0;
  publishedAt: i64 = 0;
  revision: i32 = 0;
  at: i64 = 0;
  /** Persons who wrote or handed in the newest version: none of them reviews it. */
  hands: string[] = [];
  clock: Clock = Clock.none();

  constructor(
    public code: string,
    /** The department that made it. */
    public provider: string,
  ) {}

  static exists(code: string): bool {
    return entries.has(stateKey([code]));
  }

  static load(code: string, field: string): Entry {
    const stored = entries.getOr(stateKey([code]), "");
    need(stored != "", "DIR_NONE", field, code);
    const json = Json.parse(stored);
    const entry = new Entry(code, json.textOf("provider"));
    entry.version = <i32>numberOf(json, "version");
    entry.state = <i32>numberOf(json, "state");
    entry.publishedVersion = <i32>numberOf(json, "publishedVersion");
    entry.lastPublished = <i32>numberOf(json, "lastPublished");
    entry.publishedAt = numberOf(json, "publishedAt");
    entry.revision = <i32>numberOf(json, "revision");
    entry.at = numberOf(json, "at");
    entry.hands = textsOf(json, "hands");
    entry.clock = Clock.read(json.get("clock"));
    return entry;
  }

  get subject(): string {
    return "entry." + this.code;
  }

  toJson(): string {
    return new JsonWriter()
      .text("code", this.code)
      .text("provider", this.provider)
      .value<i32>("version", this.version)
      .value<i32>("state", this.state)
      .value<i32>("publishedVersion", this.publishedVersion)
      .value<i32>("lastPublished", this.lastPublished)
      .value<i64>("publishedAt", this.publishedAt)
      .value<i32>("revision", this.revision)
      .value<i64>("at", this.at)
      .raw("hands", textsToJson(this.hands))
      .raw("clock", this.clock.toJson())
      .toString();
  }

  addHand(person: string): void {
    if (!this.hands.includes(person)) this.hands.push(person);
  }

  setClock(clock: Clock): void {
    indexClock(this.subject, this.clock, clock);
    this.clock = clock;
  }

  /** Stores what the deed made of it. `before` is the state that it was in. */
  save(before: i32, deed: Deed): void {
    this.revision++;
    this.at = deed.at;
    audit(this.subject, this.revision, deed);
    entries.set(stateKey([this.code]), this.toJson());
    entryChanged.emit(this.code, this.version, before, this.state, this.revision);
  }

  putContent(json: string): void {
    contents.set(contentKey(this.code, this.version), json);
  }
}

/** The content of a version as JSON. */
export function contentOf(code: string, version: i32): string {
  const content = contents.getOr(contentKey(code, version), "");
  need(content != "", "DIR_NONE", "version", version.toString());
  return content;
}

function contentKey(code: string, version: i32): string {
  return stateKey([code]) + "." + padded(version, 6);
}
