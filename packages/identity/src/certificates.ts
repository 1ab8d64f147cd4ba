import {
  isPem,
  parseCertificate,
  parseCertificates,
  parseCrl,
  parseFirstPemBlock,
  type Certificate,
  type CertificateRevocationList,
} from "@yanta/crypto";
import { memberInfoSizeBytesMax } from "./limits.ts";

/**
 * A certificate from a member's bytes, DER or PEM; undefined when there is none to read. Of a PEM text the first block counts,
 * whatever its label, as in ChainMaker. Spec: access.md §3.
 */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  if (bytes.length === 0 || bytes.length > memberInfoSizeBytesMax) return undefined;
  return attempt(() => {
    const der = isPem(bytes) ? parseFirstPemBlock(bytes).bytes : bytes;
    return isPem(der) ? undefined : parseCertificate(der);
  });
}

/** All certificates of a PEM text in order; undefined when one cannot be read or there is none. */
export function readCertificateBundle(pem: string): readonly Certificate[] | undefined {
  return attempt(() => parseCertificates(pem));
}

/** A revocation list, PEM or DER; undefined when it cannot be read. */
export function readRevocationList(bytes: Uint8Array): CertificateRevocationList | undefined {
  return attempt(() => parseCrl(bytes));
}

/** Parsers throw coded errors on bad input; here bad input is an expected outcome. */
function attempt<Value>(read: () => Value | undefined): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
