import { hexToBytes } from "@yanta/bytes";
import {
  encodeBitString,
  encodeExplicit,
  encodeImplicit,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeTime,
  encodeUnsignedInteger,
} from "../der/der-writer.ts";
import { cryptoErrors } from "../errors.ts";
import type { Certificate, CertificateRevocationList, PrivateKey } from "../interface.ts";
import { parseCrl } from "./crl.ts";
import { encodeSignatureAlgorithm, signatureAlgorithmOfKey } from "./signature-algorithm.ts";
import { extensionOids } from "./x509-oids.ts";

/** What goes into a new revocation list. */
export interface IssueCrlRequest {
  readonly issuer: Certificate;
  readonly signingKey: PrivateKey;
  /** Unix seconds. */
  readonly thisUpdate: bigint;
  readonly nextUpdate: bigint;
  readonly crlNumber?: bigint;
  /** Serial numbers as `Certificate.serialHex` gives them, with the time of revocation in Unix seconds. */
  readonly revoked: readonly { readonly serialHex: string; readonly revokedAt: bigint }[];
}

/** Makes and signs a revocation list of version 2 with its authority key id. Errors: CRYPTO_ISSUE_REFUSED. Spec: RFC 5280 5. */
export function issueCrl(request: IssueCrlRequest): CertificateRevocationList {
  const { issuer, signingKey } = request;
  if (issuer.publicKey.pem !== signingKey.publicKey.pem) throw refused("the signing key is not the issuer's");
  const signatureAlgorithm = signatureAlgorithmOfKey(signingKey.algorithm);
  const algorithmDer = encodeSignatureAlgorithm(signatureAlgorithm);
  const entries = request.revoked.map(({ serialHex, revokedAt }) => {
    const serial = hexToBytes(serialHex);
    if (serial === undefined || serial.length === 0) throw refused(`serial number ${serialHex} is not hex`);
    return encodeSequence(encodeUnsignedInteger(serial), encodeTime(revokedAt));
  });
  const extensions = encodeCrlExtensions(request);
  const tbs = encodeSequence(
    encodeUnsignedInteger(Uint8Array.of(1)),
    algorithmDer,
    issuer.subjectNameDer,
    encodeTime(request.thisUpdate),
    encodeTime(request.nextUpdate),
    ...(entries.length > 0 ? [encodeSequence(...entries)] : []),
    ...(extensions.length > 0 ? [encodeExplicit(0, encodeSequence(...extensions))] : []),
  );
  return parseCrl(encodeSequence(tbs, algorithmDer, encodeBitString(signingKey.sign(tbs, signatureAlgorithm.hash))));
}

function encodeCrlExtensions({ issuer, crlNumber }: IssueCrlRequest): readonly Uint8Array[] {
  const extensions: Uint8Array[] = [];
  if (issuer.subjectKeyId !== undefined) {
    const value = encodeSequence(encodeImplicit(0, issuer.subjectKeyId));
    extensions.push(encodeSequence(encodeOid(extensionOids.authorityKeyId), encodeOctetString(value)));
  }
  if (crlNumber !== undefined) {
    const digits = crlNumber.toString(16);
    const number = hexToBytes(digits.padStart(digits.length + (digits.length % 2), "0"));
    if (crlNumber < 0n || number === undefined) throw refused("the CRL number is negative");
    extensions.push(
      encodeSequence(encodeOid(extensionOids.crlNumber), encodeOctetString(encodeUnsignedInteger(number))),
    );
  }
  return extensions;
}

function refused(reason: string): Error {
  return cryptoErrors.create("CRYPTO_ISSUE_REFUSED", { reason });
}
