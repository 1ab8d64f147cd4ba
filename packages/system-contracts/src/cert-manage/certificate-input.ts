import { bytesToHex } from "@yanta/bytes";
import { hashBytes, parseCertificate, parseFirstPemBlock, type Certificate } from "@yanta/crypto";
import { hashAlgorithmOf, type ChainConfig } from "@yanta/protocol";

export type ParsedCertificate =
  | { readonly kind: "certificate"; readonly certificate: Certificate }
  | { readonly kind: "refused"; readonly message: string };

/** A certificate out of PEM text; the texts are ChainMaker's, but for the reason that Go's parser would give. */
export function parseCertificateText(pem: string | Uint8Array): ParsedCertificate {
  const der = firstPemBlock(pem);
  if (der === undefined) return { kind: "refused", message: "decode pem failed, invalid certificate" };
  try {
    return { kind: "certificate", certificate: parseCertificate(der) };
  } catch {
    return { kind: "refused", message: "x509 parse cert failed, x509: malformed certificate" };
  }
}

/**
 * The name of a certificate in the state: hex of the chain hash over the DER in its first PEM block, which is not parsed.
 * undefined when there is no PEM block. Spec: access.md §3 "cert id", system-contracts.md §5.
 */
export function certificateHashHex(config: ChainConfig, pem: string | Uint8Array): string | undefined {
  const der = firstPemBlock(pem);
  return der === undefined ? undefined : bytesToHex(hashBytes(hashAlgorithmOf(config), der));
}

function firstPemBlock(pem: string | Uint8Array): Uint8Array | undefined {
  try {
    return parseFirstPemBlock(pem).bytes;
  } catch {
    return undefined;
  }
}
