import { readFileSync } from "node:fs";
import { create } from "@bufbuild/protobuf";
import { bytesToHex, emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import type { Identity } from "@yanta/identity";
import { MemberSchema, MemberType } from "@yanta/protocol";

const cryptoConfig = new URL("../../../../third_party/chainmaker-testdata/testdata/crypto-config/", import.meta.url);

/** An organisation of the test certificates: `wx-org1.chainmaker.org` and so on. */
export function orgIdOf(number: number): string {
  return `wx-org${number}.chainmaker.org`;
}

/** The signing certificate of a test user, PEM as in the file. */
export function userPem(org: number, user: string): string {
  return readFileSync(new URL(`${orgIdOf(org)}/user/${user}/${user}.sign.crt`, cryptoConfig), "utf8");
}

/** An organisation's root certificate, PEM as in the file. */
export function rootPem(org: number): string {
  return readFileSync(new URL(`${orgIdOf(org)}/ca/ca.crt`, cryptoConfig), "utf8");
}

/** A consensus node's id. */
export function nodeIdOf(org: number): string {
  return readFileSync(new URL(`${orgIdOf(org)}/node/consensus1/consensus1.nodeid`, cryptoConfig), "utf8").trim();
}

/** A resolved test user, sent with its certificate. */
export function createIdentity(org = 1, user = "admin1"): Identity {
  const pem = userPem(org, user);
  const certificate = parseCertificate(pem);
  const { organization, organizationalUnit, commonName } = certificate.subject;
  return {
    orgId: organization[0] ?? "",
    role: (organizationalUnit[0] ?? "").toUpperCase(),
    memberId: commonName,
    uid: bytesToHex(certificate.subjectKeyId ?? emptyBytes),
    publicKey: certificate.publicKey,
    certificate,
    member: create(MemberSchema, { orgId: orgIdOf(org), memberType: MemberType.CERT, memberInfo: utf8ToBytes(pem) }),
  };
}

/** An organisation's root key, PEM as in the file. */
export function rootKeyPem(org: number): string {
  return readFileSync(new URL(`${orgIdOf(org)}/ca/ca.key`, cryptoConfig), "utf8");
}

/** A test user's signing key, PEM as in the file. */
export function userKeyPem(org: number, user: string): string {
  return readFileSync(new URL(`${orgIdOf(org)}/user/${user}/${user}.sign.key`, cryptoConfig), "utf8");
}
