import { base64ToBytes, senderOrgId, senderUid, Sm2PublicKey, stateKey, StateMap, txTimestamp } from "@yanta/contract-sdk";
import { Acting } from "./acting";
import { audit, Deed } from "./audit";
import { Department } from "./department";
import { Member, memberExists } from "./member";
import { need } from "./refuse";
import { checkHash, checkText, isCreditCode, isHex } from "./texts";

/** Keys (SM2, PEM) of those who issue certificates and vouch for persons, by the chain's organisation. */
const issuers = new StateMap<string>("issuer");
/** Revisions of what is set for the whole platform, by what it is: their deeds are numbered. */
const settings = new StateMap<i32>("setting");

function isRole(role: string): bool {
  return ["administrator", "registrar", "provider", "consumer", "compliance", "auditor"].includes(role);
}

/** Roles that decide about other departments: only the authority gives and takes them. */
function areHigh(roles: string[]): bool {
  for (let i = 0; i < roles.length; i++) if (roles[i] != "provider" && roles[i] != "consumer") return true;
  return false;
}

/** A setting of the platform changes: calendar, rule or issuer. */
export function auditSetting(acting: Acting, subject: string, action: string, reason: string): void {
  const revision = settings.getOr(stateKey([subject]), 0) + 1;
  settings.set(stateKey([subject]), revision);
  audit("setting." + subject, revision, acting.deed(action, 0, "", "", reason));
}

export function putIssuer(org: string, key: string): void {
  need(org != "", "DIR_MISSING", "org");
  need(Sm2PublicKey.fromPem(key) != null, "DIR_FORMAT", "key");
  issuers.set(stateKey([org]), key);
}

/** The issuer's key of an organisation; empty when there is none. */
export function issuerOf(org: string): string {
  return issuers.getOr(stateKey([org]), "");
}

/** The text that an issuer signs (SM2 with SM3): this person holds this certificate's key. */
export function personStatement(org: string, uid: string, person: string): string {
  return "yanta-directory person 1\n" + org + "\n" + uid + "\n" + person;
}

function checkProof(org: string, uid: string, person: string, proof: string): void {
  checkHash(person, "person");
  const issuer = issuerOf(org);
  need(issuer != "", "DIR_NONE", "issuer", org);
  const statement = Uint8Array.wrap(String.UTF8.encode(personStatement(org, uid, person)));
  const isGood = Sm2PublicKey.fromPem(issuer)!.verify(statement, base64ToBytes(proof, "DIR_FORMAT proof"));
  need(isGood, "DIR_PROOF", "proof");
}

function checkRoles(roles: string[]): void {
  for (let i = 0; i < roles.length; i++) {
    need(isRole(roles[i]), "DIR_FORMAT", "roles", roles[i]);
    need(roles.indexOf(roles[i]) == i, "DIR_FORMAT", "roles", roles[i]);
  }
  need(roles.length > 0, "DIR_MISSING", "roles");
  need(roles.length == 1 || !roles.includes("auditor"), "DIR_FORMAT", "roles", "auditor");
}

/** The installer becomes the first administrator, of the first department, by the first issuer's word. */
export function setUpMembers(issuer: string, department: string, name: string, person: string, proof: string): void {
  const org = senderOrgId();
  const uid = senderUid();
  putIssuer(org, issuer);
  need(isCreditCode(department), "DIR_FORMAT", "department", department);
  checkText(name, "name", 100);
  const deed = new Deed("init_contract", uid, department, txTimestamp(), "", "ACTIVE");
  new Department(department, org, name, 1, "").save(deed);
  checkProof(org, uid, person, proof);
  new Member(uid, org, department, person, ["administrator"], true).save(deed);
}

/** Lets a member in; the issuer's signature binds the certificate's key to a person. */
export function addMember(acting: Acting, member: Member, proof: string): void {
  const department = Department.load(member.department, "department");
  acting.needAdministrator(department.org, "registerMember");
  need(department.isActive, "DIR_LEFT", "department", member.department);
  need(isHex(member.uid) && member.uid.length <= 128, "DIR_FORMAT", "uid");
  need(!memberExists(member.uid), "DIR_EXISTS", "uid", member.uid);
  checkRoles(member.roles);
  if (areHigh(member.roles)) acting.needAuthority("registerMember");
  member.org = department.org;
  checkProof(member.org, member.uid, member.person, proof);
  need(member.person != acting.person, "DIR_SAME_PERSON", "registerMember");
  member.save(acting.deed("registerMember", 0, "", member.roles.join(",")));
}

/** Other roles, another department of the same organisation, or an end. The person stays; nobody changes themselves. */
export function changeMember(
  acting: Acting,
  uid: string,
  department: string,
  roles: string[],
  isActive: bool,
  reason: string,
): void {
  const member = Member.load(uid, "uid");
  acting.needAdministrator(member.org, "changeMember");
  need(member.person != acting.person, "DIR_SAME_PERSON", "changeMember");
  checkRoles(roles);
  if (areHigh(member.roles) || areHigh(roles)) acting.needAuthority("changeMember");
  const next = Department.load(department, "department");
  need(next.isActive, "DIR_LEFT", "department", department);
  need(next.org == member.org, "DIR_ORG", "department", next.org);
  checkText(reason, "reason", 500);
  const before = member.isActive ? member.roles.join(",") : "";
  member.department = department;
  member.roles = roles;
  member.isActive = isActive;
  member.save(acting.deed("changeMember", member.at, before, isActive ? roles.join(",") : "", reason));
}
