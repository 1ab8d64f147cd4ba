import { creatorOrgId, senderOrgId, senderUid, txTimestamp } from "@yanta/contract-sdk";
import { Deed } from "./audit";
import { Department, heirOf } from "./department";
import { Member } from "./member";
import { need } from "./refuse";

/** Who sends the running transaction, and when. */
export class Acting {
  /** Departments asked about in this call, and who acts for them. */
  private heirs: Map<string, string> = new Map();

  constructor(
    public uid: string,
    public org: string,
    public department: string,
    public person: string,
    private roles: string[],
    private now: i64,
  ) {}

  /** The sender as a registered member whose department is there. */
  static load(): Acting {
    const member = Member.load(senderUid(), "sender");
    need(member.isActive && member.org == senderOrgId(), "DIR_MEMBER", "sender", member.uid);
    need(Department.load(member.department, "sender").isActive, "DIR_LEFT", "sender", member.department);
    return new Acting(member.uid, member.org, member.department, member.person, member.roles, txTimestamp());
  }

  hasRole(role: string): bool {
    return this.roles.includes(role);
  }

  needRole(role: string, action: string): void {
    need(this.hasRole(role), "DIR_ROLE", action, role);
  }

  /** An administrator in the organisation that installed the contract. */
  needAuthority(action: string): void {
    this.needAdministrator(creatorOrgId(), action);
  }

  /** An administrator of the authority, or of an organisation for what is its own. */
  needAdministrator(org: string, action: string): void {
    this.needRole("administrator", action);
    need(this.org == org || this.org == creatorOrgId(), "DIR_ORG", action, org);
  }

  /** A member with a role in a department, or in the one that took over from it. */
  needFor(department: string, role: string, action: string): void {
    this.needRole(role, action);
    need(this.actsFor(department), "DIR_DEPARTMENT", action, department);
  }

  /** Whether the sender's department is one, or took over from it. */
  actsFor(department: string): bool {
    if (!this.heirs.has(department)) this.heirs.set(department, heirOf(department));
    return this.heirs.get(department) == this.department;
  }

  /** The transaction's time, never before what happened last to the same subject: clocks do not run backward. */
  timeAfter(last: i64): i64 {
    return max<i64>(this.now, last);
  }

  deed(action: string, last: i64, from: string, to: string, reason: string = "", basis: string = ""): Deed {
    return new Deed(action, this.uid, this.department, this.timeAfter(last), from, to, reason, basis);
  }
}
