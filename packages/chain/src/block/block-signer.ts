import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import type { Certificate, PrivateKey } from "@yanta/crypto";
import { type Member, MemberSchema, MemberType } from "@yanta/protocol";

/** Who signs this node's blocks. */
export interface BlockSigner {
  /** Becomes header.proposer. */
  readonly member: Member;
  /** Signature over a message, which the scheme hashes itself. */
  sign(message: Uint8Array): Uint8Array;
}

/** The signer of a node of a certificate chain. Spec: access.md §6 "proposer member", "proposer signature". */
export function createCertificateSigner(orgId: string, certificate: Certificate, privateKey: PrivateKey): BlockSigner {
  return {
    member: create(MemberSchema, { orgId, memberType: MemberType.CERT, memberInfo: utf8ToBytes(certificate.pem) }),
    sign: (message) => privateKey.sign(message, certificate.signatureHash),
  };
}
