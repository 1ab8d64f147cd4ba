import { Event3, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { audit, Deed } from "./audit";
import { isTrue, numberOf } from "./records";
import { need } from "./refuse";

/** A department joined, changed its parent's name or left; `state` is ACTIVE or LEFT. */
const departmentChanged = new Event3<string, string, string>("departmentChanged", "code", "state", "successor");

const departments = new StateMap<string>("department");
/** Requests that are not at their end: `open#<department>.<side>.<request>`. */
const open = new StateMap<string>("open");
/** Entries: `provided#<department>.<entry>`. */
const provided = new StateMap<string>("provided");

/** An office by its unified social credit code (统一社会信用代码). */
export class Department {
  state: string = "ACTIVE";
  /** Takes over entries, reviews and grants of a department that left. */
  successor: string = "";
  /** It took over from another one. */
  isHeir: bool = false;
  revision: i32 = 0;
  at: i64 = 0;

  constructor(
    public code: string,
    /** Organisation of the chain whose members it has. */
    public org: string,
    public name: string,
    /** 1 city, 2 district, 3 town (层级). */
    public level: i32,
    public parent: string,
  ) {}

  static load(code: string, field: string): Department {
    const stored = departments.getOr(keyOf(code), "");
    need(stored != "", "DIR_NONE", field, code);
    const json = Json.parse(stored);
    const department = new Department(
      code,
      json.textOf("org"),
      json.textOf("name"),
      <i32>numberOf(json, "level"),
      json.textOf("parent"),
    );
    department.state = json.textOf("state");
    department.successor = json.textOf("successor");
    department.isHeir = isTrue(json, "isHeir");
    department.revision = <i32>numberOf(json, "revision");
    department.at = numberOf(json, "at");
    return department;
  }

  get isActive(): bool {
    return this.state == "ACTIVE";
  }

  toJson(): string {
    return new JsonWriter()
      .text("code", this.code)
      .text("org", this.org)
      .text("name", this.name)
      .value<i32>("level", this.level)
      .text("parent", this.parent)
      .text("state", this.state)
      .text("successor", this.successor)
      .value<bool>("isHeir", this.isHeir)
      .value<i32>("revision", this.revision)
      .value<i64>("at", this.at)
      .toString();
  }

  save(deed: Deed): void {
    this.revision++;
    this.at = deed.at;
    audit("department." + this.code, this.revision, deed);
    departments.set(keyOf(this.code), this.toJson());
    departmentChanged.emit(this.code, this.state, this.successor);
  }
}

function keyOf(code: string): string {
  return stateKey([code]);
}

export function departmentExists(code: string): bool {
  return departments.has(keyOf(code));
}

/** Who acts for a department now: itself, or the last of its successors. */
export function heirOf(code: string): string {
  const department = Department.load(code, "department");
  return department.isActive || department.successor == "" ? code : heirOf(department.successor);
}

/** Notes that a request of a department has begun, or ended. `side` is consumer or provider. */
export function markOpen(department: string, side: string, request: string, isOpen: bool): void {
  const key = stateKey([department, side, request]);
  if (isOpen) open.set(key, request);
  else open.delete(key);
}

/** Ids of a department's requests that are not at their end, on one side, at most `count`. */
export function openRequests(department: string, side: string, count: i32): string[] {
  const found: string[] = [];
  for (const rows = open.entriesFrom(stateKey([department, side, ""])); found.length < count && rows.next(); )
    found.push(rows.value);
  return found;
}

/** Notes that a department provides an entry. */
export function markProvided(department: string, entry: string): void {
  provided.set(stateKey([department, entry]), entry);
}

/** Codes of a department's entries from a number on. */
export function providedEntries(department: string, start: i32, count: i32): string[] {
  const found: string[] = [];
  let passed = 0;
  for (const rows = provided.entriesFrom(stateKey([department, ""])); found.length < count && rows.next(); )
    if (passed++ >= start) found.push(rows.value);
  return found;
}
