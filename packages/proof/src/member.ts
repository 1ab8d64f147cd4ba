import type { Identity } from "@yanta/identity";
import type { ProvenMember } from "./interface.ts";

/** What a proof tells of a member. */
export function memberOf({ orgId, memberId, role, uid, certificate }: Identity): ProvenMember {
  return { orgId, memberId, role, uid, certificateSerial: certificate?.serialHex ?? "" };
}
