import { utf8ToBytes } from "@yanta/bytes";
import {
  type Certificate,
  generatePrivateKey,
  issueChainmakerCertificate,
  nodeIdFromPublicKey,
  type PrivateKey,
} from "@yanta/crypto";
import { create } from "@bufbuild/protobuf";
import { MemberSchema, MemberType, type Member } from "@yanta/protocol";
import type { Signer } from "@yanta/sdk";

/** Roles that a member of an organisation has. */
export type MemberRole = "admin" | "client" | "light" | "consensus" | "common";

/** Someone who signs transactions, made up for a test. It is a signer of the SDK, too. */
export interface TestMember extends Signer {
  readonly orgId: string;
  readonly role: MemberRole;
  readonly name: string;
  readonly member: Member;
  readonly certificate: Certificate;
  readonly privateKey: PrivateKey;
  sign(payloadBytes: Uint8Array): Uint8Array;
}

interface Organization {
  readonly orgId: string;
  readonly authority: Certificate;
  readonly privateKey: PrivateKey;
  readonly nodeId: string;
}

const certificateSeconds = 3_153_600_000n;

/** Sets of organisations that are kept: tests of a contract use one or two. */
const knownMax = 8;
const known = new Map<string, Identities>();

/** The identities of these organisations, made once for all chains of the process: keys and certificates are what a chain costs most. */
export function identitiesOf(orgIds: readonly string[], unixSeconds: bigint): Identities {
  const id = JSON.stringify([orgIds, String(unixSeconds)]);
  let identities = known.get(id);
  if (identities === undefined) {
    identities = new Identities(orgIds, unixSeconds);
    if (known.size >= knownMax) known.clear();
    known.set(id, identities);
  }
  return identities;
}

/** Organisations with their CAs; members come into being when they are asked for. */
export class Identities {
  readonly organizations: readonly Organization[];
  readonly #members = new Map<string, TestMember>();
  readonly #notBefore: bigint;

  /** Certificates hold for a hundred years around `unixSeconds`. */
  constructor(orgIds: readonly string[], unixSeconds: bigint) {
    this.#notBefore = unixSeconds - certificateSeconds / 2n;
    this.organizations = orgIds.map((orgId) => {
      const privateKey = generatePrivateKey("ECDSA_P256");
      const authority = issueChainmakerCertificate({
        kind: "ca",
        organizationId: orgId,
        publicKey: privateKey.publicKey,
        signingKey: privateKey,
        ...this.#validity(),
      });
      return { orgId, authority, privateKey, nodeId: nodeIdFromPublicKey(generatePrivateKey("ECDSA_P256").publicKey) };
    });
  }

  /** The same arguments give the same member. */
  member(orgId: string, role: MemberRole, name: string): TestMember {
    const id = `${orgId} ${role} ${name}`;
    const known = this.#members.get(id);
    if (known !== undefined) return known;
    const organization = this.organizations.find((each) => each.orgId === orgId);
    if (organization === undefined) throw new RangeError(`no organisation ${orgId} on this chain`);
    const privateKey = generatePrivateKey("ECDSA_P256");
    const certificate = issueChainmakerCertificate({
      kind: "sign",
      issuer: organization.authority,
      organizationId: orgId,
      name,
      role,
      publicKey: privateKey.publicKey,
      signingKey: organization.privateKey,
      ...this.#validity(),
    });
    const member = create(MemberSchema, {
      orgId,
      memberType: MemberType.CERT,
      memberInfo: utf8ToBytes(certificate.pem),
    });
    const made: TestMember = {
      orgId,
      role,
      name,
      member,
      certificate,
      privateKey,
      sign: (payloadBytes) => privateKey.sign(payloadBytes, certificate.signatureHash),
    };
    this.#members.set(id, made);
    return made;
  }

  #validity(): { notBefore: bigint; notAfter: bigint } {
    return { notBefore: this.#notBefore, notAfter: this.#notBefore + certificateSeconds };
  }
}
