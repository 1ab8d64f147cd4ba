import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { equalBytes } from "@yanta/bytes";
import {
  parseCertificate,
  parseCertificates,
  parsePrivateKey,
  verifyCertificateChain,
  type Certificate,
  type PrivateKey,
} from "@yanta/crypto";
import type { ChainConfig } from "@yanta/protocol";
import { issueMember, type IssuedIdentity, type IssuedRole } from "../dev-chain/identities.ts";
import { cliErrors } from "../errors.ts";
import type { Text } from "../language.ts";

/** A node's two certificates with their keys. */
export interface NodeCertificates {
  readonly sign: IssuedIdentity;
  readonly tls: IssuedIdentity;
}

/** Reads `<base>.sign.crt`, `.sign.key`, `.tls.crt` and `.tls.key`. Errors: CLI_ARGUMENT. */
export function readCertificates(base: string): NodeCertificates {
  return { sign: readPair(`${base}.sign`), tls: readPair(`${base}.tls`) };
}

function readPair(base: string): IssuedIdentity {
  const path = resolve(base);
  const refuse = (reason: string | Text, cause?: unknown): Error =>
    cliErrors.create("CLI_ARGUMENT", { name: `${base}.crt, ${base}.key`, reason }, cause);
  if (!existsSync(`${path}.crt`) || !existsSync(`${path}.key`))
    throw refuse({ en: "there are no such files", zh: "文件不存在" });
  let pair: IssuedIdentity;
  try {
    pair = {
      certificate: parseCertificate(readFileSync(`${path}.crt`)),
      privateKey: parsePrivateKey(readFileSync(`${path}.key`, "utf8")),
    };
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : { en: "cannot be read", zh: "无法读取" }, error);
  }
  if (!equalBytes(pair.privateKey.publicKey.spkiDer, pair.certificate.publicKey.spkiDer))
    throw refuse({ en: "the key is not the certificate's", zh: "私钥与证书不匹配" });
  return pair;
}

/** The CA in a folder, with its key. Errors: CLI_ARGUMENT. */
export function readAuthority(folder: string): IssuedIdentity {
  try {
    return {
      certificate: parseCertificate(readFileSync(join(folder, "ca.crt"))),
      privateKey: parsePrivateKey(readFileSync(join(folder, "ca.key"), "utf8")),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "cannot be read";
    throw cliErrors.create("CLI_ARGUMENT", { name: `--ca ${folder}`, reason }, error);
  }
}

export interface IssueOptions {
  readonly authority: IssuedIdentity;
  /** The certificate whose place the new ones take: name and role stay. */
  readonly previous: Certificate;
  readonly orgId: string;
  /** Keeps the node id: the key of the TLS certificate in force. */
  readonly tlsKey?: PrivateKey;
  readonly unixSeconds: bigint;
}

/** New certificates for a node from its organisation's CA. */
export function issueCertificates(options: IssueOptions): NodeCertificates {
  const { authority, previous, orgId, tlsKey, unixSeconds } = options;
  const [name = "consensus1"] = previous.subject.commonName.split(".");
  const role: IssuedRole = previous.subject.organizationalUnit.includes("common") ? "common" : "consensus";
  const common = { authority, orgId, name, role, unixSeconds };
  return {
    sign: issueMember({ ...common, kind: "sign" }),
    tls: issueMember({ ...common, kind: "tls", ...(tlsKey === undefined ? {} : { privateKey: tlsKey }) }),
  };
}

/** New certificates stand for the same organisation and role as the one in force. Errors: CLI_ARGUMENT. */
export function requireSamePlace({ sign, tls }: NodeCertificates, previous: Certificate, orgId: string): void {
  const [role = ""] = previous.subject.organizationalUnit;
  for (const { certificate } of [sign, tls]) {
    const { organization, organizationalUnit, commonName } = certificate.subject;
    const refuse = (reason: Text): Error => cliErrors.create("CLI_ARGUMENT", { name: commonName, reason });
    if (!organization.includes(orgId))
      throw refuse({ en: `is not of organisation ${orgId}`, zh: `不属于组织 ${orgId}` });
    if (!organizationalUnit.some((unit) => unit.toLowerCase() === role.toLowerCase()))
      throw refuse({ en: `has another role than ${role}`, zh: `角色不是 ${role}` });
  }
}

/** Whether a certificate is signed by one of an organisation's roots. Dates are looked at. */
export function isOfRoots(certificate: Certificate, roots: readonly string[], unixSeconds: bigint): boolean {
  const parsed = roots.flatMap((pem) => parseCertificates(pem));
  return verifyCertificateChain({ leaf: certificate, roots: parsed, intermediates: [], unixSeconds }).kind === "valid";
}

/** The roots of an organisation on a chain. */
export function rootsOf(config: ChainConfig, orgId: string): readonly string[] {
  return config.trustRoots.filter((each) => each.orgId === orgId).flatMap(({ root }) => root);
}
