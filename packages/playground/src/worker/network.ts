import {
  addressFromPublicKey,
  type Certificate,
  generatePrivateKey,
  issueChainmakerCertificate,
  nodeIdFromPublicKey,
  parseCertificate,
  parsePrivateKey,
  type PrivateKey,
  type RandomBytes,
} from "@yanta/crypto";
import { playgroundErrors } from "../errors.ts";
import type { MemberName, PlaygroundMember } from "../interface.ts";

/** A member with its key. */
export interface NetworkMember extends MemberName {
  readonly certificate: Certificate;
  readonly privateKey: PrivateKey;
}

export interface NetworkOrganization {
  readonly orgId: string;
  readonly authority: Certificate;
  readonly members: readonly NetworkMember[];
}

/** The organisations of one playground. Their keys live in the browser's storage: for learning only. */
export interface Network {
  readonly organizations: readonly NetworkOrganization[];
}

/** Written into the file; raised when its content changes its meaning. */
export const networkFormat = 2;

const roles = { admin1: "admin", client1: "client", light1: "light", consensus1: "consensus" } as const;
const secondsPerYear = 31_536_000n;

/** Where a new network's keys and serial numbers come from; the platform's generator unless a network is made from a seed. */
export interface NetworkKeys {
  readonly generate: () => PrivateKey;
  readonly random?: RandomBytes;
}

const newKeys: NetworkKeys = { generate: () => generatePrivateKey("ECDSA_P256") };

/** Four new organisations, each with a CA that is not kept and four members; valid from an hour ago for ten years. */
export function createNetwork(unixSeconds: bigint, { generate, random }: NetworkKeys = newKeys): Network {
  const notBefore = unixSeconds - 3600n;
  const period = { notBefore, notAfter: notBefore + 10n * secondsPerYear };
  const organizations = [1, 2, 3, 4].map((n): NetworkOrganization => {
    const orgId = `wx-org${n}.chainmaker.org`;
    const caKey = generate();
    const common = { organizationId: orgId, signingKey: caKey, ...period, ...(random && { random }) };
    const authority = issueChainmakerCertificate({ kind: "ca", publicKey: caKey.publicKey, ...common });
    const members = Object.entries(roles).map(([name, role]): NetworkMember => {
      const privateKey = generate();
      const { publicKey } = privateKey;
      const certificate = issueChainmakerCertificate({
        kind: "sign",
        name,
        role,
        publicKey,
        issuer: authority,
        ...common,
      });
      return { orgId, name, certificate, privateKey };
    });
    return { orgId, authority, members };
  });
  return { organizations };
}

export function listMembers({ organizations }: Network): readonly NetworkMember[] {
  return organizations.flatMap(({ members }) => members);
}

/** Members as pages see them; addresses as `vm.addr_type` of the playground's configuration makes them. */
export function describeMembers(network: Network): readonly PlaygroundMember[] {
  return listMembers(network).map(({ orgId, name, certificate: { publicKey, subjectKeyId } }) => {
    const address = addressFromPublicKey({ publicKey, subjectKeyId }, "ETHEREUM");
    return { orgId, name, address };
  });
}

/** Errors: PLAYGROUND_MEMBER_UNKNOWN. */
export function findMember(network: Network, { orgId, name }: MemberName): NetworkMember {
  const found = listMembers(network).find((member) => member.orgId === orgId && member.name === name);
  if (found === undefined) throw playgroundErrors.create("PLAYGROUND_MEMBER_UNKNOWN", { orgId, name });
  return found;
}

/** The same member of every organisation, in their order. */
export function membersCalled(network: Network, name: keyof typeof roles): readonly NetworkMember[] {
  return listMembers(network).filter((member) => member.name === name);
}

/** The id of an organisation's node. No TLS here, so it is made of the signing key. */
export function nodeIdOf({ certificate }: NetworkMember): string {
  return nodeIdFromPublicKey(certificate.publicKey);
}

/** Everything as plain JSON, keys as PEM. */
export function networkToJson({ organizations }: Network): unknown {
  return {
    format: networkFormat,
    organizations: organizations.map(({ orgId, authority, members }) => ({
      orgId,
      authority: authority.pem,
      members: members.map(({ name, certificate, privateKey }) => ({
        name,
        certificate: certificate.pem,
        privateKey: privateKey.toPem(),
      })),
    })),
  };
}

interface NetworkJson {
  readonly organizations: readonly {
    readonly orgId: string;
    readonly authority: string;
    readonly members: readonly { readonly name: string; readonly certificate: string; readonly privateKey: string }[];
  }[];
}

/** What `networkToJson` gave, of this format and with its checksum checked. */
export function networkFromJson(json: unknown): Network {
  return {
    organizations: (json as NetworkJson).organizations.map(({ orgId, authority, members }) => ({
      orgId,
      authority: parseCertificate(authority),
      members: members.map(({ name, certificate, privateKey }) => ({
        orgId,
        name,
        certificate: parseCertificate(certificate),
        privateKey: parsePrivateKey(privateKey),
      })),
    })),
  };
}
