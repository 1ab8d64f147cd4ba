import { Event4, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { audit, Deed } from "./audit";
import { isTrue, numberOf, textsOf, textsToJson } from "./records";
import { need } from "./refuse";

const memberChanged = new Event4<string, string, string[], bool>("memberChanged", "uid", "department", "roles", "isActive");

const members = new StateMap<string>("member");

/** Someone who acts, known by the key of a certificate only. */
export class Member {
  revision: i32 = 0;
  at: i64 = 0;

  constructor(
    /** Hex of the certificate's subject key identifier, as the chain tells it. */
    public uid: string,
    public org: string,
    public department: string,
    /** The issuer's salted hash of the person: the same for all certificates of one person. */
    public person: string,
    public roles: string[],
    public isActive: bool,
  ) {}

  static load(uid: string, field: string): Member {
    const stored = members.getOr(stateKey([uid]), "");
    need(stored != "", field == "sender" ? "DIR_MEMBER" : "DIR_NONE", field, uid);
    const json = Json.parse(stored);
    const member = new Member(
      uid,
      json.textOf("org"),
      json.textOf("department"),
      json.textOf("person"),
      textsOf(json, "roles"),
      isTrue(json, "isActive"),
    );
    member.revision = <i32>numberOf(json, "revision");
    member.at = numberOf(json, "at");
    return member;
  }

  toJson(): string {
    return new JsonWriter()
      .text("uid", this.uid)
      .text("org", this.org)
      .text("department", this.department)
      .text("person", this.person)
      .raw("roles", textsToJson(this.roles))
      .value<bool>("isActive", this.isActive)
      .value<i32>("revision", this.revision)
      .value<i64>("at", this.at)
      .toString();
  }

  save(deed: Deed): void {
    this.revision++;
    this.at = deed.at;
    audit("member." + this.uid, this.revision, deed);
    members.set(stateKey([this.uid]), this.toJson());
    memberChanged.emit(this.uid, this.department, this.roles, this.isActive);
  }
}

export function memberExists(uid: string): bool {
  return members.has(stateKey([uid]));
}
