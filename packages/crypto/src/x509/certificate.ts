import { bytesToHex, equalBytes } from "@yanta/bytes";
import { DerReader, enterSingleElement } from "../der/der-reader.ts";
import { contextTag, derTags } from "../der/der-tags.ts";
import { readBitStringBytes, readSmallInteger, readTime, readUnsignedInteger } from "../der/der-values.ts";
import { cryptoErrors } from "../errors.ts";
import type { Certificate } from "../interface.ts";
import { parsePublicKey } from "../keys/public-key.ts";
import { certificateSizeBytesMax, certificatesPerBundleMax, serialSizeBytesMax } from "../limits.ts";
import { encodePem, isPem, parsePemBlocks, pemOrDerToDer } from "../pem.ts";
import { readDistinguishedName } from "./distinguished-name.ts";
import { readCertificateExtensions } from "./extensions.ts";
import { isSignedByKey, parseSignatureAlgorithm } from "./signature-algorithm.ts";

const pemLabel = "CERTIFICATE";

/**
 * Parses one X.509 certificate, PEM (the first `CERTIFICATE` block) or DER. The bytes are copied.
 * Errors: CRYPTO_PEM_MALFORMED, CRYPTO_DER_MALFORMED, CRYPTO_CERTIFICATE_MALFORMED, CRYPTO_KEY_MALFORMED,
 * CRYPTO_KEY_ALGORITHM_UNSUPPORTED, CRYPTO_SIGNATURE_ALGORITHM_UNSUPPORTED, CRYPTO_INPUT_TOO_LARGE.
 * Spec: RFC 5280 4.1; access.md §3.
 */
export function parseCertificate(pemOrDer: string | Uint8Array): Certificate {
  return readCertificate(Uint8Array.from(pemOrDerToDer(pemOrDer, [pemLabel], certificateSizeBytesMax)));
}

/**
 * Parses all `CERTIFICATE` blocks of a PEM bundle in order (or one DER certificate); other blocks are ignored.
 * Errors: as `parseCertificate`; CRYPTO_CERTIFICATE_MALFORMED when there is none or more than `certificatesPerBundleMax`.
 */
export function parseCertificates(pemBundle: string | Uint8Array): readonly Certificate[] {
  if (!isPem(pemBundle)) return [parseCertificate(pemBundle)];
  const blocks = parsePemBlocks(pemBundle).filter(({ label }) => label === pemLabel);
  if (blocks.length === 0 || blocks.length > certificatesPerBundleMax) {
    throw malformed(`a bundle of ${blocks.length} certificates`);
  }
  return blocks.map(({ bytes }) => parseCertificate(bytes));
}

/** Whether a time in Unix seconds lies within the certificate's validity, both ends included. */
export function isCertificateValidAt(
  certificate: Pick<Certificate, "notBefore" | "notAfter">,
  unixSeconds: bigint,
): boolean {
  return unixSeconds >= certificate.notBefore && unixSeconds <= certificate.notAfter;
}

function readCertificate(der: Uint8Array): Certificate {
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
  const version = readVersion(reader);
  const serial = readUnsignedInteger(reader);
  if (serial.length > serialSizeBytesMax) throw malformed(`serial number of ${serial.length} bytes`);
  if (!equalBytes(reader.read(derTags.sequence).raw, identifier))
    throw malformed("the two signature algorithms differ");
  const issuerName = reader.read(derTags.sequence);
  const validity = reader.enter();
  const notBefore = readTime(validity);
  const notAfter = readTime(validity);
  validity.end();
  const subjectName = reader.read(derTags.sequence);
  const spkiDer = reader.read(derTags.sequence).raw;
  reader.readOptional(contextTag(1, false));
  reader.readOptional(contextTag(2, false));
  const extensionsElement = reader.readOptional(contextTag(3, true));
  reader.end();
  if (extensionsElement !== undefined && version !== 3)
    throw malformed("extensions in a certificate of an old version");
  const extensions = readCertificateExtensions(extensionsElement && enterSingleElement(extensionsElement.content));
  const subject = readDistinguishedName(new DerReader(subjectName.content, subjectName.offset));
  const issuer = readDistinguishedName(new DerReader(issuerName.content, issuerName.offset));
  const publicKey = parsePublicKey(spkiDer);

  let pem: string | undefined;
  return {
    der,
    get pem() {
      pem ??= encodePem(pemLabel, der);
      return pem;
    },
    version,
    serialHex: serial.length === 0 ? "00" : bytesToHex(serial),
    subject,
    issuer,
    subjectNameDer: subjectName.raw,
    issuerNameDer: issuerName.raw,
    notBefore,
    notAfter,
    ...extensions,
    signatureHash: signed.algorithm.hash,
    publicKey,
    isIssuedBy(parent) {
      return equalBytes(issuerName.raw, parent.subjectNameDer) && isSignedByKey(signed, parent.publicKey);
    },
  };
}

function readVersion(reader: DerReader): number {
  const element = reader.readOptional(contextTag(0, true));
  if (element === undefined) return 1;
  const inner = new DerReader(element.content, element.offset);
  const version = readSmallInteger(inner) + 1;
  inner.end();
  if (version < 2 || version > 3) throw malformed(`unknown version ${version}`);
  return version;
}

function malformed(reason: string): Error {
  return cryptoErrors.create("CRYPTO_CERTIFICATE_MALFORMED", { reason });
}
