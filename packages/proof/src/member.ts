import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { type HashAlgorithm, hashBytes, parseCertificate } from "@yanta/crypto";
import type { Identity } from "@yanta/identity";
import { proofErrors } from "./errors.ts";
import type { ProvenMember } from "./interface.ts";

/** What a proof tells of a member. */
export function memberOf({ orgId, memberId, role, uid, certificate }: Identity): ProvenMember {
  return { orgId, memberId, role, uid, certificateSerial: certificate?.serialHex ?? "" };
}

/**
 * Certificates by the hex of the hash that members name them by, which nobody can choose. Errors: PROOF_MALFORMED.
 * Spec: access.md §3 "cert id".
 */
export function certificatesByHash(pems: readonly string[], algorithm: HashAlgorithm): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const pem of pems) {
    let der: Uint8Array;
    try {
      ({ der } = parseCertificate(pem));
    } catch (error) {
      throw proofErrors.create("PROOF_MALFORMED", { part: "a certificate", reason: "it cannot be read" }, error);
    }
    found.set(bytesToHex(hashBytes(algorithm, der)), utf8ToBytes(pem));
  }
  return found;
}
