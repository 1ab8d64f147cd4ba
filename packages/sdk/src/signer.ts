import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { parseCertificate, parsePrivateKey, type HashAlgorithm } from "@yanta/crypto";
import { EndorsementEntrySchema, MemberSchema, MemberType, type EndorsementEntry, type Member } from "@yanta/protocol";

/**
 * Signs payloads for one member. `sign` may be asynchronous so that keys can stay in a wallet, an HSM or on
 * another machine.
 */
export interface Signer {
  readonly member: Member;
  sign(payloadBytes: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export interface CertificateSignerOptions {
  readonly orgId: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly password?: string;
}

/** Signs with a certificate's key held in memory. Spec: client-calls.md §2 "sender member", "hash for signing". */
export function createCertificateSigner(options: CertificateSignerOptions): Signer {
  const hash: HashAlgorithm = parseCertificate(options.certificatePem).signatureHash;
  const privateKey = parsePrivateKey(options.privateKeyPem, options.password);
  const member = create(MemberSchema, {
    orgId: options.orgId,
    memberType: MemberType.CERT,
    memberInfo: utf8ToBytes(options.certificatePem),
  });
  return { member, sign: (payloadBytes) => privateKey.sign(payloadBytes, hash) };
}

/** The same key under the certificate's hash or alias as registered on chain: requests become much smaller. */
export function withMember(
  signer: Signer,
  memberType: MemberType.CERT_HASH | MemberType.ALIAS,
  memberInfo: Uint8Array,
): Signer {
  const member = create(MemberSchema, { orgId: signer.member.orgId, memberType, memberInfo });
  return { member, sign: (payloadBytes) => signer.sign(payloadBytes) };
}

/** A member's signature over a payload, as sender or endorser. */
export async function endorse(signer: Signer, payloadBytes: Uint8Array): Promise<EndorsementEntry> {
  return create(EndorsementEntrySchema, { signer: signer.member, signature: await signer.sign(payloadBytes) });
}
