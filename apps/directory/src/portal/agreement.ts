import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { Request } from "../api/request.ts";
import { policyOf } from "../gateway/odrl-policy.ts";

/** The agreement of a request: an ODRL policy of what both sides already see on the chain, so that both come to the same text and hash. */
export function agreementOf(request: Request): { readonly text: string; readonly hash: string } {
  const text = JSON.stringify(policyOf(request), undefined, 2);
  return { text, hash: bytesToHex(hashBytes("SHA256", utf8ToBytes(text))) };
}
