import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { utf8ToBytes } from "@yanta/bytes";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { devChainErrors, type DevMember, type DevMemberName, type DevMembers } from "@yanta/dev-chain";
import { type IssuedIdentity, issueMember, writeIdentity } from "./identities.ts";

/** Members of one organisation that a dev chain makes by itself: a runaway test must not fill the disk. */
const membersPerOrgMax = 1000;

/** Names become folders. */
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

/**
 * The members of a dev chain's organisations, whose keys and authorities lie in its folder. A name that an organisation does not have
 * becomes a new member, with keys for signing and for TLS, as ChainMaker's crypto-config has them.
 */
export function openDevMembers(folder: string, unixSeconds: () => bigint): DevMembers {
  const cryptoConfig = join(folder, "crypto-config");
  const orgIds = (): readonly string[] => readdirSync(cryptoConfig);
  const usersOf = (orgId: string): readonly string[] => listFolder(join(cryptoConfig, orgId, "user"));
  const find = (wanted: DevMemberName): DevMember => {
    const { orgId, name } = wanted;
    if (!orgIds().includes(orgId)) throw unknown(wanted, "it is no organisation of this folder");
    if (!namePattern.test(name)) throw unknown(wanted, "names have up to 40 letters, digits, hyphens and underscores");
    const base = join(cryptoConfig, orgId, "user", name, name);
    if (!existsSync(`${base}.sign.key`)) {
      if (usersOf(orgId).length >= membersPerOrgMax)
        throw unknown(wanted, `its organisation has ${membersPerOrgMax} members already`);
      issue(join(cryptoConfig, orgId), wanted, unixSeconds());
    }
    return { orgId, name, ...readIdentity(`${base}.sign`) };
  };
  const known = new Map<string, DevMember>();
  return {
    find: (wanted) => {
      const id = `${wanted.orgId}/${wanted.name}`;
      const member = known.get(id) ?? find(wanted);
      known.set(id, member);
      return member;
    },
    list: () => orgIds().flatMap((orgId) => usersOf(orgId).map((name) => ({ orgId, name }))),
  };
}

function issue(orgFolder: string, { orgId, name, role = "client" }: DevMemberName, unixSeconds: bigint): void {
  const authority = readIdentity(join(orgFolder, "ca/ca"));
  for (const kind of ["tls", "sign"] as const)
    writeIdentity(
      join(orgFolder, "user", name, `${name}.${kind}`),
      issueMember({ authority, orgId, name, role, kind, unixSeconds }),
    );
}

function readIdentity(base: string): IssuedIdentity {
  return {
    certificate: parseCertificate(utf8ToBytes(readFileSync(`${base}.crt`, "utf8"))),
    privateKey: parsePrivateKey(readFileSync(`${base}.key`, "utf8")),
  };
}

const listFolder = (path: string): readonly string[] => (existsSync(path) ? readdirSync(path) : []);

const unknown = ({ orgId, name }: DevMemberName, reason: string): Error =>
  devChainErrors.create("DEV_CHAIN_MEMBER_UNKNOWN", { orgId, name, reason });
