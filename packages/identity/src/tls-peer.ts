import { utf8ToBytes } from "@yanta/bytes";
import { create } from "@bufbuild/protobuf";
import type { Certificate } from "@yanta/crypto";
import { MemberSchema, MemberType } from "@yanta/protocol";
import type { Refusal } from "./interface.ts";
import type { MemberDirectory } from "./members.ts";
import type { RevocationCheck } from "./revocation.ts";

export interface TlsPeer {
  readonly members: MemberDirectory;
  readonly checkRevocation: RevocationCheck;
  readonly certificate: Certificate;
  readonly unixSeconds: bigint;
}

/**
 * Whether a TLS client certificate is one of the chain's members in good standing; its organisation is the one it names.
 * A trusted member's certificate, too, is refused here when frozen or revoked.
 *
 * Spec: rpc.md §2 "extra check".
 */
export function checkTlsPeer({ members, checkRevocation, certificate, unixSeconds }: TlsPeer): Refusal | undefined {
  const member = create(MemberSchema, {
    orgId: certificate.subject.organization[0] ?? "",
    memberType: MemberType.CERT,
    memberInfo: utf8ToBytes(certificate.pem),
  });
  const resolved = members.resolve(member, unixSeconds);
  if (resolved.kind === "refusal") return resolved.refusal;
  const revoked = checkRevocation([certificate]);
  return revoked === undefined ? undefined : { message: revoked };
}
