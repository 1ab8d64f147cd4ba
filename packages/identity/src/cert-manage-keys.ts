import { bytesToHex, type BinaryString } from "@yanta/bytes";

/** Keys under which CERT_MANAGE keeps certificates in the state. Spec: access.md §4, system-contracts.md §5. */
export const certManageContract = "CERT_MANAGE";

/** JSON array of keys, each holding a frozen certificate's PEM. */
export const frozenListKey: BinaryString = "CERT_FREEZE";

/** JSON array of keys, each holding a PEM of type `crl`. */
export const revocationListKey: BinaryString = "CERT_CRL";

/** Key of a stored certificate: hex of its hash, or of an alias's bytes. */
export function storedCertificateKey(hashOrAlias: Uint8Array): BinaryString {
  return bytesToHex(hashOrAlias);
}
