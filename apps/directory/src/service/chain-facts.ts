import type { DirectoryClient } from "@yanta/directory-contract/client";
import type { IndexStore } from "@yanta/index-store";
import type { Rule } from "../api/clock.ts";
import type { ClockSight } from "../deadline/clock-of.ts";
import { WorkingDays } from "../deadline/working-days.ts";
import { serviceErrors } from "./errors.ts";
import { rulesSeconds } from "./limits.ts";

export interface DepartmentFact {
  readonly code: string;
  readonly name: string;
  readonly level: number;
  readonly parent: string;
  readonly state: "ACTIVE" | "LEFT";
  readonly successor: string;
  readonly org: string;
}

/** What nearly every answer needs: few rows that change seldom. */
export interface ChainFacts {
  readonly departments: ReadonlyMap<string, DepartmentFact>;
  /** Department of the organisation that installed the contract: it reviews and mediates. */
  readonly authority: string;
  readonly workingDays: WorkingDays;
}

/** Reads departments and calendars of the index again when it has moved on, and the rule table from the chain now and then. */
export class ChainFactsReader {
  private readonly store: IndexStore;
  private readonly contract: DirectoryClient;
  private readonly nowSeconds: () => number;
  private facts: { readonly height: bigint; readonly read: Promise<ChainFacts> } | undefined;
  private rules: { readonly until: number; readonly read: Promise<readonly Rule[]> } | undefined;

  constructor(store: IndexStore, contract: DirectoryClient, nowSeconds: () => number) {
    this.store = store;
    this.contract = contract;
    this.nowSeconds = nowSeconds;
  }

  /** The facts as of a height of the index. */
  read(height: bigint): Promise<ChainFacts> {
    if (this.facts?.height !== height) {
      this.facts = { height, read: readFacts(this.store) };
      // Who waits for it is told; the next call reads again.
      this.facts.read.catch(() => {
        this.facts = undefined;
      });
    }
    return this.facts.read;
  }

  /** The rule table: shipped values stand in the contract's code only, so the chain is asked. Errors: those of the node. */
  readRules(): Promise<readonly Rule[]> {
    const now = this.nowSeconds();
    if (this.rules === undefined || this.rules.until <= now) {
      const read = this.contract.getRules().then((text) => JSON.parse(text) as readonly Rule[]);
      this.rules = { until: now + rulesSeconds, read };
      // Who waits for it is told; the next call asks again.
      read.catch(() => {
        this.rules = undefined;
      });
    }
    return this.rules.read;
  }

  async readSight(height: bigint): Promise<ClockSight> {
    const [{ workingDays }, rules] = await Promise.all([this.read(height), this.readRules()]);
    return { workingDays, escalationDays: ruleDays(rules, "escalation"), now: this.nowSeconds() };
  }
}

export function ruleDays(rules: readonly Rule[], name: string): number {
  const found = rules.find((rule) => rule.name === name);
  if (found === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `rule ${name}` });
  return found.days;
}

async function readFacts(store: IndexStore): Promise<ChainFacts> {
  const departments = await store.query<DepartmentFact>(
    "SELECT code, name, level, parent, state, successor, org FROM departments ORDER BY code",
  );
  const [first] = await store.query<{ department: string }>(
    "SELECT department FROM audits WHERE action = 'init_contract' AND subject LIKE 'department.%' LIMIT 1",
  );
  const calendars = await store.query<{ year: number; days: string }>("SELECT year, days FROM calendars");
  return {
    departments: new Map(departments.map((department) => [department.code, department])),
    authority: first?.department ?? "",
    workingDays: new WorkingDays(new Map(calendars.map(({ year, days }) => [year, days]))),
  };
}

/** A department's name; its code when the index does not know it. */
export function nameOf(facts: ChainFacts, code: string): string {
  return facts.departments.get(code)?.name ?? code;
}

/** Who acts for a department now: itself, or the last of its successors. */
export function heirOf(facts: ChainFacts, code: string): string {
  let heir = code;
  for (let steps = 0; steps <= facts.departments.size; steps++) {
    const found = facts.departments.get(heir);
    if (found === undefined || found.state === "ACTIVE" || found.successor === "") break;
    heir = found.successor;
  }
  return heir;
}

/** A department and those that it took over from. */
export function actsFor(facts: ChainFacts, code: string): readonly string[] {
  return [...facts.departments.keys()].filter((other) => heirOf(facts, other) === code);
}
