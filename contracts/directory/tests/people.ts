import { createHash } from "node:crypto";
import { generatePrivateKey, type PrivateKey } from "@yanta/crypto";

/** Who vouches for persons, the same in all organisations of the tests. */
export const issuer: PrivateKey = generatePrivateKey("SM2");

/** Someone with a certificate; `name` is also the person unless `person` says otherwise. */
export interface Official {
  readonly name: string;
  /** Number of the organisation, from 1. */
  readonly organization: number;
  readonly department: string;
  readonly roles: readonly string[];
  readonly person?: string;
}

export const authority = creditCode("1111000000001333");
export const supplier = creditCode("1111000000001335");
export const user = creditCode("1111000000001337");
export const other = creditCode("1111000000001339");

/** The offices of the tests: the authority in organisation 1, a supplier of data in 2, a user in 3, another office in 4. */
export const departments = [
  { code: authority, organization: 1, name: "市大数据局" },
  { code: supplier, organization: 2, name: "市市场监督管理局" },
  { code: user, organization: 3, name: "市税务局" },
  { code: other, organization: 4, name: "市民政局" },
] as const;

const official = (name: string, organization: number, roles: string, person?: string): Official => ({
  name,
  organization,
  department: departments[organization - 1]?.code ?? "",
  roles: roles.split(" "),
  ...(person === undefined ? {} : { person }),
});

/** `root` installs the contract. `doubleX` is a second account of X. */
export const officials = {
  root: official("root", 1, "administrator"),
  registrar: official("registrar", 1, "registrar"),
  compliance: official("compliance", 1, "compliance"),
  mediator: official("mediator", 1, "compliance"),
  auditor: official("auditor", 1, "auditor"),
  editor: official("editor", 2, "provider"),
  approver: official("approver", 2, "provider"),
  consumer: official("consumer", 3, "consumer"),
  colleague: official("colleague", 3, "consumer"),
  outsider: official("outsider", 4, "consumer provider"),
  doubleEditor: official("doubleEditor", 1, "registrar", "editor"),
  doubleConsumer: official("doubleConsumer", 2, "provider", "consumer"),
  doubleCompliance: official("doubleCompliance", 2, "provider", "compliance"),
} as const;

export type OfficialName = keyof typeof officials;

export function personOf({ name, person }: Official): string {
  return createHash("sha256")
    .update(`a salt that the issuer keeps ${person ?? name}`)
    .digest("hex");
}

/** The issuer's word that a person holds the key `uid`, base64. */
export function proofOf(org: string, uid: string, person: string, key: PrivateKey = issuer): string {
  const statement = `yanta-directory person 1\n${org}\n${uid}\n${person}`;
  return Buffer.from(key.sign(new TextEncoder().encode(statement), "SM3")).toString("base64");
}

/** A social credit code with its check character. Spec: GB 32100-2015. */
export function creditCode(start: string): string {
  const letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const body = start.padEnd(17, "3");
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = weights.reduce((total, weight, index) => total + weight * letters.indexOf(body.charAt(index)), 0);
  return body + letters.charAt((31 - (sum % 31)) % 31);
}
