import { utf8ToBytes } from "@yanta/bytes";
import type { TrustMemberConfig } from "@yanta/protocol";
import { readCertificate } from "./certificates.ts";

export type TrustMembersOutcome =
  | { readonly kind: "members"; readonly members: readonly TrustMemberConfig[] }
  | { readonly kind: "invalid"; readonly message: string };

/** Checks that every trusted member shows a PEM certificate. The text of a failure is ChainMaker's. Spec: access.md §4 step 0. */
export function readTrustMembers(entries: readonly TrustMemberConfig[]): TrustMembersOutcome {
  for (const { memberInfo } of entries) {
    if (!memberInfo.includes("-----BEGIN "))
      return {
        kind: "invalid",
        message: `init trust members failed, none certificate given, memberInfo:[${memberInfo}]`,
      };
    if (readCertificate(utf8ToBytes(memberInfo)) === undefined) {
      return {
        kind: "invalid",
        message: `init trust members failed, parse certificate failed, memberInfo:[${memberInfo}]`,
      };
    }
  }
  return { kind: "members", members: entries };
}
