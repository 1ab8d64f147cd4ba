import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { DerReader, enterSingleElement } from "../der/der-reader.ts";
import { contextTag, derTags } from "../der/der-tags.ts";
import { readBoolean, readNamedBits, readOid, readSmallInteger, readUnsignedInteger } from "../der/der-values.ts";
import type { KeyUsage } from "../interface.ts";
import { extensionOids } from "./x509-oids.ts";

/** Names of the key usage bits, bit 0 first. Spec: RFC 5280 4.2.1.3. */
export const keyUsageBits: readonly KeyUsage[] = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];

/** What the extensions of a certificate say. */
export interface CertificateExtensions {
  readonly keyUsage: ReadonlySet<KeyUsage>;
  readonly hasBasicConstraints: boolean;
  readonly isCa: boolean;
  readonly pathLengthMax: number | undefined;
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly nodeIdExtension: string | undefined;
  /** Critical extensions that nothing here understands; a chain through such a certificate is refused. */
  readonly unhandledCriticalOids: readonly string[];
}

/** Reads the content of Extensions. Errors: CRYPTO_DER_MALFORMED. */
export function readCertificateExtensions(reader: DerReader | undefined): CertificateExtensions {
  let extensions: CertificateExtensions = {
    keyUsage: new Set(),
    hasBasicConstraints: false,
    isCa: false,
    pathLengthMax: undefined,
    subjectKeyId: undefined,
    authorityKeyId: undefined,
    dnsNames: [],
    ipAddresses: [],
    nodeIdExtension: undefined,
    unhandledCriticalOids: [],
  };
  if (reader === undefined) return extensions;
  for (const { oid, isCritical, value } of readExtensions(reader)) {
    const read = extensionReaders.get(oid);
    if (read !== undefined) extensions = { ...extensions, ...read(value) };
    else if (isCritical)
      extensions = { ...extensions, unhandledCriticalOids: [...extensions.unhandledCriticalOids, oid] };
  }
  return extensions;
}

/** The extensions in order; the same one twice is refused, as in Go. */
export function readExtensions(reader: DerReader): readonly { oid: string; isCritical: boolean; value: Uint8Array }[] {
  const out: { oid: string; isCritical: boolean; value: Uint8Array }[] = [];
  const seen = new Set<string>();
  while (!reader.isAtEnd) {
    const extension = reader.enter();
    const oid = readOid(extension);
    if (seen.has(oid)) throw reader.fail(`extension ${oid} twice`);
    seen.add(oid);
    const isCritical = extension.peekTag() === derTags.boolean ? readBoolean(extension) : false;
    const value = extension.read(derTags.octetString).content;
    extension.end();
    out.push({ oid, isCritical, value });
  }
  return out;
}

/** Key identifier of an AuthorityKeyIdentifier value. */
export function readAuthorityKeyId(value: Uint8Array): Uint8Array | undefined {
  return enterSingleElement(value).readOptional(contextTag(0, false))?.content;
}

const extensionReaders: ReadonlyMap<string, (value: Uint8Array) => Partial<CertificateExtensions>> = new Map([
  [extensionOids.keyUsage, readKeyUsage],
  [extensionOids.basicConstraints, readBasicConstraints],
  [extensionOids.subjectKeyId, readSubjectKeyId],
  [extensionOids.authorityKeyId, (value) => ({ authorityKeyId: readAuthorityKeyId(value) })],
  [extensionOids.subjectAltName, readSubjectAltName],
  [extensionOids.nodeId, (value) => ({ nodeIdExtension: bytesToUtf8(value) })],
  // Chains are verified for any extended key usage, so only the shape matters. Spec: access.md §4 step 2.
  [extensionOids.extendedKeyUsage, readExtendedKeyUsage],
]);

function readKeyUsage(value: Uint8Array): Partial<CertificateExtensions> {
  const reader = new DerReader(value);
  const bits = readNamedBits(reader);
  reader.end();
  return { keyUsage: new Set(keyUsageBits.filter((_, bit) => bits.has(bit))) };
}

function readBasicConstraints(value: Uint8Array): Partial<CertificateExtensions> {
  const reader = enterSingleElement(value);
  const isCa = reader.peekTag() === derTags.boolean ? readBoolean(reader) : false;
  const pathLengthMax = reader.isAtEnd ? undefined : readSmallInteger(reader);
  reader.end();
  return { hasBasicConstraints: true, isCa, pathLengthMax };
}

function readSubjectKeyId(value: Uint8Array): Partial<CertificateExtensions> {
  const reader = new DerReader(value);
  const subjectKeyId = reader.read(derTags.octetString).content;
  reader.end();
  return { subjectKeyId };
}

function readSubjectAltName(value: Uint8Array): Partial<CertificateExtensions> {
  const reader = enterSingleElement(value);
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  while (!reader.isAtEnd) {
    const { tag, content } = reader.read();
    if (tag === contextTag(2, false)) dnsNames.push(bytesToUtf8(content));
    if (tag === contextTag(7, false)) ipAddresses.push(ipToText(content, reader));
  }
  return { dnsNames, ipAddresses };
}

function readExtendedKeyUsage(value: Uint8Array): Partial<CertificateExtensions> {
  const reader = enterSingleElement(value);
  while (!reader.isAtEnd) readOid(reader);
  return {};
}

/** Dotted text of IPv4, eight groups of hex without shortening of IPv6. */
function ipToText(bytes: Uint8Array, reader: DerReader): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length !== 16) throw reader.fail("IP address of odd size");
  return (bytesToHex(bytes).match(/.{4}/g) ?? []).join(":");
}

/** CRL number of an extension value. */
export function readCrlNumber(value: Uint8Array): bigint {
  const reader = new DerReader(value);
  const number = readUnsignedInteger(reader);
  reader.end();
  return number.length === 0 ? 0n : BigInt(`0x${bytesToHex(number)}`);
}
