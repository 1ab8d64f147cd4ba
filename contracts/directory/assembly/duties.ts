import { Event3, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { audit, Deed } from "./audit";
import { Department } from "./department";
import { numberOf } from "./records";
import { need } from "./refuse";
import { checkId, checkText } from "./texts";

/** A node of the duty tree was made, renamed or moved. */
const dutyChanged = new Event3<string, string, string>("dutyChanged", "id", "kind", "parent");

const duties = new StateMap<string>("duty");
/** Children of a node: `child#<parent>.<id>`. */
const children = new StateMap<string>("child");

/** Nodes from a leaf to its root. */
const depthMax = 16;

/** A node of the duty tree (职责): job → duty → catalogue → database or system. */
export class Duty {
  revision: i32 = 0;
  at: i64 = 0;

  constructor(
    public id: string,
    public kind: string,
    /** Empty for a job. */
    public parent: string,
    public name: string,
    public department: string,
  ) {}

  static load(id: string, field: string): Duty {
    const stored = duties.getOr(stateKey([id]), "");
    need(stored != "", "DIR_NONE", field, id);
    const json = Json.parse(stored);
    const duty = new Duty(id, json.textOf("kind"), json.textOf("parent"), json.textOf("name"), json.textOf("department"));
    duty.revision = <i32>numberOf(json, "revision");
    duty.at = numberOf(json, "at");
    return duty;
  }

  toJson(): string {
    return new JsonWriter()
      .text("id", this.id)
      .text("kind", this.kind)
      .text("parent", this.parent)
      .text("name", this.name)
      .text("department", this.department)
      .value<i32>("revision", this.revision)
      .value<i64>("at", this.at)
      .toString();
  }

  save(deed: Deed): void {
    this.revision++;
    this.at = deed.at;
    audit("duty." + this.id, this.revision, deed);
    duties.set(stateKey([this.id]), this.toJson());
    if (this.parent != "") children.set(stateKey([this.parent, this.id]), this.id);
    dutyChanged.emit(this.id, this.kind, this.parent);
  }
}

/** A node's kind; empty when there is no such node. */
export function kindOf(id: string): string {
  const stored = id == "" ? "" : duties.getOr(stateKey([id]), "");
  return stored == "" ? "" : Json.parse(stored).textOf("kind");
}

/** Kinds that may stand right above a kind; a job stands at the top. */
function kindsAbove(kind: string): string[] {
  if (kind == "job") return [""];
  if (kind == "duty") return ["job", "duty"];
  if (kind == "catalogue") return ["duty", "catalogue"];
  if (kind == "database") return ["catalogue", "system"];
  if (kind == "system") return ["catalogue"];
  return [];
}

/** Makes a node, or renames and moves it with all below it. Kind and department of a node stay. */
export function putDuty(acting: Acting, id: string, kind: string, parent: string, name: string, department: string): void {
  checkId(id, "id");
  checkText(name, "name", 200);
  const owner = Department.load(department, "department");
  acting.needAdministrator(owner.org, "putDuty");
  need(owner.isActive, "DIR_LEFT", "department", department);
  const above = kindsAbove(kind);
  need(above.length > 0, "DIR_FORMAT", "kind", kind);
  const kindAbove = parent == "" ? "" : Duty.load(parent, "parent").kind;
  need(above.includes(kindAbove), "DIR_FORMAT", "parent", kindAbove);
  checkPath(id, parent);
  if (!duties.has(stateKey([id]))) {
    new Duty(id, kind, parent, name, department).save(acting.deed("putDuty", 0, "", parent));
    return;
  }
  const duty = Duty.load(id, "id");
  need(duty.kind == kind, "DIR_DIFFERS", "kind", duty.kind);
  need(duty.department == department, "DIR_DIFFERS", "department", duty.department);
  const before = duty.parent;
  if (before != "") children.delete(stateKey([before, id]));
  duty.parent = parent;
  duty.name = name;
  duty.save(acting.deed("putDuty", duty.at, before, parent));
}

/** The way from a new parent to the root meets the node itself nowhere, and is not too long. */
function checkPath(id: string, parent: string): void {
  let at = parent;
  for (let depth = 1; at != ""; depth++) {
    need(at != id, "DIR_CYCLE", "parent", parent);
    need(depth < depthMax, "DIR_DEPTH", "parent", parent);
    at = Duty.load(at, "parent").parent;
  }
}

/** Ids of the nodes right below a node. */
export function childDuties(parent: string, start: i32, count: i32): string[] {
  const found: string[] = [];
  let passed = 0;
  for (const rows = children.entriesFrom(stateKey([parent, ""])); found.length < count && rows.next(); )
    if (passed++ >= start) found.push(rows.value);
  return found;
}
