import type { IndexStore } from "@yanta/index-store";
import type { Member, Role } from "../api/department.ts";
import { actsFor, nameOf, type ChainFacts } from "./chain-facts.ts";
import { serviceErrors } from "./errors.ts";

/** Who asks, and what it may see: derived from the chain's records at each call. */
export interface Standing {
  readonly member: Member;
  readonly person: string;
  /** The member's department and those that it took over from. */
  readonly departments: readonly string[];
  /** Registrars, compliance officers, auditors and the authority's administrators look at all departments. */
  readonly seesAll: boolean;
}

const overseers: readonly Role[] = ["registrar", "compliance", "auditor"];

interface MemberRow {
  readonly uid: string;
  readonly org: string;
  readonly department: string;
  readonly person: string;
  readonly roles: readonly Role[];
  readonly is_active: boolean;
  readonly at: number;
}

/** The standing of a member. Errors: DIRECTORY_SERVICE_SESSION when it is none (any more). */
export async function readStanding(store: IndexStore, facts: ChainFacts, uid: string): Promise<Standing> {
  const [row] = await store.query<MemberRow>(
    "SELECT uid, org, department, person, roles, is_active, at FROM members WHERE uid = $1",
    [uid],
  );
  const isThere = row?.is_active === true && facts.departments.get(row.department)?.state === "ACTIVE";
  if (!isThere) throw serviceErrors.create("DIRECTORY_SERVICE_SESSION");
  const { person, is_active: isActive, ...plain } = row;
  const isAuthority = row.department === facts.authority && row.roles.includes("administrator");
  return {
    member: { ...plain, roles: [...row.roles], isActive, departmentName: nameOf(facts, row.department) },
    person,
    departments: actsFor(facts, row.department),
    seesAll: isAuthority || row.roles.some((role) => overseers.includes(role)),
  };
}

/** Errors: DIRECTORY_SERVICE_FORBIDDEN unless the member's department is one of these, or it sees all. */
export function needParty(standing: Standing, ...departments: readonly string[]): void {
  const isParty = departments.some((code) => standing.departments.includes(code));
  if (!isParty && !standing.seesAll) throw serviceErrors.create("DIRECTORY_SERVICE_FORBIDDEN");
}

/** Departments that a list is about: one that was asked for, or the member's own; undefined for all. */
export function departmentsOf(standing: Standing, asked: string | undefined): readonly string[] | undefined {
  if (asked !== undefined) {
    needParty(standing, asked);
    return standing.departments.includes(asked) ? standing.departments : [asked];
  }
  return standing.seesAll ? undefined : standing.departments;
}
