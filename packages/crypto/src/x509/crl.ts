import { bytesToHex, equalBytes } from "@yanta/bytes";
import { DerReader, enterSingleElement } from "../der/der-reader.ts";
import { contextTag, derTags } from "../der/der-tags.ts";
import { readBitStringBytes, readSmallInteger, readTime, readUnsignedInteger } from "../der/der-values.ts";
import { cryptoErrors } from "../errors.ts";
import type { CertificateRevocationList } from "../interface.ts";
import { crlSizeBytesMax, serialSizeBytesMax } from "../limits.ts";
import { encodePem, pemOrDerToDer } from "../pem.ts";
import { readAuthorityKeyId, readCrlNumber, readExtensions } from "./extensions.ts";
import { isSignedByKey, parseSignatureAlgorithm } from "./signature-algorithm.ts";
import { extensionOids } from "./x509-oids.ts";

/** PEM labels of revocation lists: the usual one, and the one ChainMaker stores. Spec: access.md §4. */
const pemLabels = ["X509 CRL", "CRL", "crl"] as const;

/**
 * Parses a revocation list, PEM or DER. Extensions of single entries and the reasons in them are ignored:
 * a listed serial number is revoked. The bytes are copied.
 * Errors: CRYPTO_PEM_MALFORMED, CRYPTO_DER_MALFORMED, CRYPTO_CRL_MALFORMED, CRYPTO_SIGNATURE_ALGORITHM_UNSUPPORTED, CRYPTO_INPUT_TOO_LARGE.
 * Spec: RFC 5280 5.1; access.md §4.
 */
export function parseCrl(pemOrDer: string | Uint8Array): CertificateRevocationList {
  const der = Uint8Array.from(pemOrDerToDer(pemOrDer, pemLabels, crlSizeBytesMax));
  const outer = enterSingleElement(der);
  const tbs = outer.read(derTags.sequence);
  const identifier = outer.read(derTags.sequence).raw;
  const signed = {
    bytes: tbs.raw,
    algorithm: parseSignatureAlgorithm(identifier),
    signature: readBitStringBytes(outer),
  };
  outer.end();

  const reader = new DerReader(tbs.content, tbs.offset);
  const version = reader.peekTag() === derTags.integer ? readSmallInteger(reader) + 1 : 1;
  if (version > 2) throw malformed(`unknown version ${version}`);
  if (!equalBytes(reader.read(derTags.sequence).raw, identifier))
    throw malformed("the two signature algorithms differ");
  const issuerName = reader.read(derTags.sequence);
  const thisUpdate = readTime(reader);
  const nextUpdate = isTime(reader.peekTag()) ? readTime(reader) : undefined;
  const entries = reader.readOptional(derTags.sequence);
  const extensionsElement = reader.readOptional(contextTag(0, true));
  reader.end();
  if (extensionsElement !== undefined && version < 2) throw malformed("extensions in a list of version 1");
  const revokedSerialsHex =
    entries === undefined ? new Set<string>() : readEntries(new DerReader(entries.content, entries.offset));
  const extensions = readCrlExtensions(extensionsElement?.content);

  let pem: string | undefined;
  return {
    der,
    get pem() {
      pem ??= encodePem(pemLabels[0], der);
      return pem;
    },
    ...extensions,
    issuerNameDer: issuerName.raw,
    thisUpdate,
    nextUpdate,
    revokedSerialsHex,
    isSignedBy(issuer) {
      return equalBytes(issuerName.raw, issuer.subjectNameDer) && isSignedByKey(signed, issuer.publicKey);
    },
  };
}

function readEntries(reader: DerReader): Set<string> {
  const serials = new Set<string>();
  while (!reader.isAtEnd) {
    const entry = reader.enter();
    const serial = readUnsignedInteger(entry);
    if (serial.length > serialSizeBytesMax) throw malformed(`serial number of ${serial.length} bytes`);
    readTime(entry);
    entry.readOptional(derTags.sequence);
    entry.end();
    serials.add(serial.length === 0 ? "00" : bytesToHex(serial));
  }
  return serials;
}

function readCrlExtensions(
  content: Uint8Array | undefined,
): Pick<CertificateRevocationList, "authorityKeyId" | "crlNumber"> {
  let authorityKeyId: Uint8Array | undefined;
  let crlNumber: bigint | undefined;
  for (const { oid, value } of content === undefined ? [] : readExtensions(enterSingleElement(content))) {
    if (oid === extensionOids.authorityKeyId) authorityKeyId = readAuthorityKeyId(value);
    if (oid === extensionOids.crlNumber) crlNumber = readCrlNumber(value);
  }
  return { authorityKeyId, crlNumber };
}

function isTime(tag: number | undefined): boolean {
  return tag === derTags.utcTime || tag === derTags.generalizedTime;
}

function malformed(reason: string): Error {
  return cryptoErrors.create("CRYPTO_CRL_MALFORMED", { reason });
}
