import { utf8ToBytes } from "@yanta/bytes";
import {
  encodeBitString,
  encodeExplicit,
  encodeImplicit,
  encodeNamedBits,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeTime,
  encodeTrue,
  encodeUnsignedInteger,
} from "../der/der-writer.ts";
import { cryptoErrors } from "../errors.ts";
import type { Certificate, DistinguishedName, KeyUsage, PrivateKey, PublicKey } from "../interface.ts";
import { randomBytes, type RandomBytes } from "../random.ts";
import { parseCertificate } from "./certificate.ts";
import { encodeDistinguishedName } from "./distinguished-name.ts";
import { keyUsageBits } from "./extensions.ts";
import { createSerialNumber } from "./serial-number.ts";
import { encodeSignatureAlgorithm, signatureAlgorithmOfKey } from "./signature-algorithm.ts";
import { computeSubjectKeyId } from "./subject-key-id.ts";
import { extendedKeyUsageOids, extensionOids } from "./x509-oids.ts";

export type ExtendedKeyUsage = keyof typeof extendedKeyUsageOids;

/** What goes into a new certificate. */
export interface IssueCertificateRequest {
  /** Written in the order C, ST, L, O, OU, CN. */
  readonly subject: Partial<DistinguishedName>;
  readonly publicKey: PublicKey;
  /** Key that signs: the issuer's, or the subject's own for a root. */
  readonly signingKey: PrivateKey;
  /** Undefined for a self-signed root. */
  readonly issuer?: Certificate;
  /** Unix seconds, both included. */
  readonly notBefore: bigint;
  readonly notAfter: bigint;
  readonly isCa?: boolean;
  readonly pathLengthMax?: number;
  readonly keyUsage: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly ExtendedKeyUsage[];
  readonly dnsNames?: readonly string[];
  /** Dotted IPv4 addresses. */
  readonly ipAddresses?: readonly string[];
  /** Text for ChainMaker's node id extension. */
  readonly nodeIdExtension?: string;
  /** Big endian; a random one of 63 bits when absent. */
  readonly serialNumber?: Uint8Array;
  readonly random?: RandomBytes;
}

/**
 * Makes and signs an X.509 v3 certificate in the form of ChainMaker's generator: extensions in the order key usage (critical),
 * extended key usage, basic constraints (critical, CAs only), subject and authority key id, alternative names, node id.
 * Errors: CRYPTO_ISSUE_REFUSED.
 * Spec: config.md §6.
 */
export function issueCertificate(request: IssueCertificateRequest): Certificate {
  const { publicKey, signingKey, issuer } = request;
  checkRequest(request);
  const signatureAlgorithm = signatureAlgorithmOfKey(signingKey.algorithm);
  const algorithmDer = encodeSignatureAlgorithm(signatureAlgorithm);
  const subjectDer = encodeDistinguishedName(request.subject);
  const tbs = encodeSequence(
    encodeExplicit(0, encodeUnsignedInteger(Uint8Array.of(2))),
    encodeUnsignedInteger(request.serialNumber ?? createSerialNumber(request.random ?? randomBytes)),
    algorithmDer,
    issuer?.subjectNameDer ?? subjectDer,
    encodeSequence(encodeTime(request.notBefore), encodeTime(request.notAfter)),
    subjectDer,
    publicKey.spkiDer,
    encodeExplicit(3, encodeSequence(...encodeExtensions(request))),
  );
  const signature = signingKey.sign(tbs, signatureAlgorithm.hash);
  return parseCertificate(encodeSequence(tbs, algorithmDer, encodeBitString(signature)));
}

function checkRequest({ publicKey, signingKey, issuer, notBefore, notAfter }: IssueCertificateRequest): void {
  const signer = issuer?.publicKey ?? publicKey;
  if (signer.pem !== signingKey.publicKey.pem) throw refused("the signing key is not the issuer's");
  if (issuer !== undefined && !issuer.isCa) throw refused("the issuer is not a CA");
  if (notAfter < notBefore) throw refused("the validity ends before it starts");
}

function encodeExtensions(request: IssueCertificateRequest): readonly Uint8Array[] {
  const { issuer, publicKey } = request;
  const hash = signatureAlgorithmOfKey(publicKey.algorithm).hash;
  const names = encodeAlternativeNames(request);
  const extensions: Uint8Array[] = [];
  const add = (oid: string, value: Uint8Array, isCritical = false): void => {
    extensions.push(encodeSequence(encodeOid(oid), ...(isCritical ? [encodeTrue()] : []), encodeOctetString(value)));
  };
  if (request.keyUsage.length > 0) {
    add(extensionOids.keyUsage, encodeNamedBits(request.keyUsage.map((usage) => keyUsageBits.indexOf(usage))), true);
  }
  if (request.extendedKeyUsage !== undefined && request.extendedKeyUsage.length > 0) {
    const usages = request.extendedKeyUsage.map((usage) => encodeOid(extendedKeyUsageOids[usage]));
    add(extensionOids.extendedKeyUsage, encodeSequence(...usages));
  }
  if (request.isCa === true) add(extensionOids.basicConstraints, encodeBasicConstraints(request.pathLengthMax), true);
  add(extensionOids.subjectKeyId, encodeOctetString(computeSubjectKeyId(publicKey, hash)));
  if (issuer?.subjectKeyId !== undefined) {
    add(extensionOids.authorityKeyId, encodeSequence(encodeImplicit(0, issuer.subjectKeyId)));
  }
  if (names.length > 0) add(extensionOids.subjectAltName, encodeSequence(...names));
  if (request.nodeIdExtension !== undefined) add(extensionOids.nodeId, utf8ToBytes(request.nodeIdExtension));
  return extensions;
}

function encodeBasicConstraints(pathLengthMax: number | undefined): Uint8Array {
  const length = pathLengthMax === undefined ? [] : [encodeUnsignedInteger(Uint8Array.of(pathLengthMax))];
  return encodeSequence(encodeTrue(), ...length);
}

function encodeAlternativeNames({ dnsNames = [], ipAddresses = [] }: IssueCertificateRequest): readonly Uint8Array[] {
  return [
    ...dnsNames.map((name) => encodeImplicit(2, utf8ToBytes(name))),
    ...ipAddresses.map((address) => encodeImplicit(7, ipToBytes(address))),
  ];
}

function ipToBytes(text: string): Uint8Array {
  const parts = text.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) {
    throw refused(`${text} is not an IPv4 address`);
  }
  return Uint8Array.from(parts);
}

function refused(reason: string): Error {
  return cryptoErrors.create("CRYPTO_ISSUE_REFUSED", { reason });
}
