import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bytesToHex } from "@yanta/bytes";
import {
  generatePrivateKey,
  issueCertificate,
  nodeIdFromPublicKey,
  randomBytes,
  type Certificate,
  type KeyAlgorithm,
  type PrivateKey,
} from "@yanta/crypto";

/** Certificates and keys of an organisation in ChainMaker's crypto-config layout. Spec: config.md §6. */

/** A certificate with its key. */
export interface IssuedIdentity {
  readonly certificate: Certificate;
  readonly privateKey: PrivateKey;
}

/** Roles as they stand in OU. */
export type IssuedRole = "admin" | "client" | "light" | "consensus" | "common";

export type CertificateKind = "sign" | "tls";

const secondsPerYear = 31_536_000n;

export interface AuthorityOptions {
  readonly orgId: string;
  readonly unixSeconds: bigint;
  readonly years?: bigint;
  readonly algorithm?: KeyAlgorithm;
}

/** A new CA for an organisation. */
export function issueAuthority({
  orgId,
  unixSeconds,
  years = 10n,
  algorithm = "ECDSA_P256",
}: AuthorityOptions): IssuedIdentity {
  const privateKey = generatePrivateKey(algorithm);
  const certificate = issueCertificate({
    subject: subjectOf(orgId, "root-cert", `ca.${orgId}`),
    publicKey: privateKey.publicKey,
    signingKey: privateKey,
    notBefore: unixSeconds,
    notAfter: unixSeconds + years * secondsPerYear,
    isCa: true,
    keyUsage: ["digitalSignature", "keyEncipherment", "keyCertSign", "cRLSign"],
    dnsNames: ["chainmaker.org", "localhost", `ca.${orgId}`],
    ipAddresses: ["127.0.0.1"],
  });
  return { certificate, privateKey };
}

export interface MemberOptions {
  readonly authority: IssuedIdentity;
  readonly orgId: string;
  readonly name: string;
  readonly role: IssuedRole;
  readonly kind: CertificateKind;
  readonly unixSeconds: bigint;
  readonly years?: bigint;
  readonly algorithm?: KeyAlgorithm;
  /** A key that is there already: the certificate is renewed. */
  readonly privateKey?: PrivateKey;
}

/** A certificate for a node or user, signed by the organisation's CA. */
export function issueMember(options: MemberOptions): IssuedIdentity {
  const { authority, orgId, name, role, kind, unixSeconds, years = 5n } = options;
  const commonName = `${name}.${kind}.${orgId}`;
  const privateKey = options.privateKey ?? generatePrivateKey(options.algorithm ?? authority.privateKey.algorithm);
  const isNode = role === "consensus" || role === "common";
  const certificate = issueCertificate({
    subject: subjectOf(orgId, role, commonName),
    publicKey: privateKey.publicKey,
    signingKey: authority.privateKey,
    issuer: authority.certificate,
    notBefore: unixSeconds,
    notAfter: unixSeconds + years * secondsPerYear,
    keyUsage:
      kind === "sign"
        ? ["digitalSignature", "nonRepudiation"]
        : ["digitalSignature", "keyEncipherment", "dataEncipherment"],
    ...(kind === "tls"
      ? {
          extendedKeyUsage: ["clientAuth", "serverAuth"],
          dnsNames: ["chainmaker.org", "localhost", commonName],
          ipAddresses: ["127.0.0.1"],
        }
      : {}),
    ...(kind === "tls" && isNode ? { nodeIdExtension: bytesToHex(randomBytes(16)) } : {}),
  });
  return { certificate, privateKey };
}

function subjectOf(orgId: string, unit: string, commonName: string) {
  return {
    country: ["CN"],
    province: ["Beijing"],
    locality: ["Beijing"],
    organization: [orgId],
    organizationalUnit: [unit],
    commonName,
  };
}

/** Writes `<base>.crt` and `<base>.key`; keys only the owner can read. */
export function writeIdentity(base: string, identity: IssuedIdentity): void {
  mkdirSync(dirname(base), { recursive: true });
  writeFileSync(`${base}.crt`, identity.certificate.pem);
  writeFileSync(`${base}.key`, identity.privateKey.toPem(), { mode: 0o600 });
  chmodSync(`${base}.key`, 0o600);
}

/** Writes a whole organisation and returns the node id of its consensus node. */
export function writeOrganization(folder: string, orgId: string, unixSeconds: bigint): string {
  const authority = issueAuthority({ orgId, unixSeconds });
  writeIdentity(join(folder, "ca/ca"), authority);
  const members: readonly (readonly [string, string, IssuedRole])[] = [
    ["node", "consensus1", "consensus"],
    ["node", "common1", "common"],
    ["user", "admin1", "admin"],
    ["user", "client1", "client"],
    ["user", "light1", "light"],
  ];
  let consensusNodeId = "";
  for (const [group, name, role] of members) {
    const base = join(folder, group, name, name);
    for (const kind of ["sign", "tls"] as const) {
      const identity = issueMember({ authority, orgId, name, role, kind, unixSeconds });
      writeIdentity(`${base}.${kind}`, identity);
      if (group === "node" && kind === "tls") {
        const nodeId = nodeIdFromPublicKey(identity.certificate.publicKey);
        writeFileSync(`${base}.nodeid`, nodeId);
        if (name === "consensus1") consensusNodeId = nodeId;
      }
    }
  }
  return consensusNodeId;
}
