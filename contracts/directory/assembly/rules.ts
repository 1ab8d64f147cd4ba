import { JsonWriter, Json, StateMap } from "@yanta/contract-sdk";
import { numberOf, arrayOf } from "./records";
import { need } from "./refuse";

/** A deadline. `pauses`: its clock stands while what it is about is returned or suspended. */
export class Rule {
  constructor(
    public name: string,
    public days: i32,
    public pauses: bool,
    public source: string,
    /** A person has checked the value against the law: an administrator set it. */
    public isChecked: bool,
  ) {}

  toJson(): string {
    return new JsonWriter()
      .text("name", this.name)
      .value<i32>("days", this.days)
      .value<bool>("pauses", this.pauses)
      .text("source", this.source)
      .value<bool>("isChecked", this.isChecked)
      .toString();
  }
}

const rules = new StateMap<string>("rule");

const order = "Order 809, unchecked";
const pinglu = "Pinglu 2024";
const unset = "no source, to be set";

export function ruleNames(): string[] {
  return [
    "entryReview",
    "compliance",
    "providerOnPlatform",
    "providerReview",
    "supply",
    "mediation",
    "correction",
    "confirm",
    "term",
    "escalation",
  ];
}

/** What a chain begins with: nobody has checked these values. Spec: docs/adr/0014-directory-contract.md. */
function shipped(name: string): Rule {
  if (name == "entryReview") return new Rule(name, 2, false, order, false);
  if (name == "compliance") return new Rule(name, 2, true, pinglu, false);
  if (name == "providerOnPlatform") return new Rule(name, 5, true, pinglu, false);
  if (name == "providerReview") return new Rule(name, 10, true, pinglu + "; " + order, false);
  if (name == "supply") return new Rule(name, 20, false, order, false);
  if (name == "escalation") return new Rule(name, 5, false, unset, false);
  return new Rule(name, 10, false, unset, false);
}

export function ruleOf(name: string): Rule {
  const stored = rules.getOr(name, "");
  if (stored == "") return shipped(name);
  const json = Json.parse(stored);
  return new Rule(name, <i32>numberOf(json, "days"), json.get("pauses")!.raw == "true", json.textOf("source"), true);
}

export function putRule(name: string, days: i32, pauses: bool, source: string): void {
  need(ruleNames().includes(name), "DIR_NONE", "rule", name);
  need(days >= 1 && days <= 250, "DIR_FORMAT", "days");
  rules.set(name, new Rule(name, days, pauses, source, true).toJson());
}

/** All rules as a JSON array. */
export function listRules(): string {
  const names = ruleNames();
  const all: string[] = [];
  for (let i = 0; i < names.length; i++) all.push(ruleOf(names[i]).toJson());
  return arrayOf(all);
}
