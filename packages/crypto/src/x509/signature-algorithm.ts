import { enterSingleElement } from "../der/der-reader.ts";
import { derTags } from "../der/der-tags.ts";
import { readOid } from "../der/der-values.ts";
import { encodeNull, encodeOid, encodeSequence } from "../der/der-writer.ts";
import { cryptoErrors } from "../errors.ts";
import type { HashAlgorithm, KeyAlgorithm, PublicKey } from "../interface.ts";
import { normalizeCurveSignature } from "../keys/curve-signature.ts";
import { curveParameters, isCurveAlgorithm } from "../keys/key-parameters.ts";

/** Families of keys that an algorithm identifier speaks of. */
type SignatureFamily = "ECDSA" | "SM2" | "RSA" | "ED25519";

/** How a certificate or revocation list is signed. */
export interface SignatureAlgorithm {
  readonly oid: string;
  readonly family: SignatureFamily;
  /** The hash of the signature, and of transactions signed with the certificate. */
  readonly hash: HashAlgorithm;
}

/** Spec: RFC 5758, RFC 8017, RFC 8410, GB/T 33560; vectors certificate.json `sign_hash_from_cert`. */
const algorithms: readonly SignatureAlgorithm[] = [
  { oid: "1.2.840.10045.4.3.2", family: "ECDSA", hash: "SHA256" },
  { oid: "1.2.156.10197.1.501", family: "SM2", hash: "SM3" },
  { oid: "1.2.840.113549.1.1.11", family: "RSA", hash: "SHA256" },
  { oid: "2.16.840.1.101.3.4.3.10", family: "ECDSA", hash: "SHA3_256" },
  { oid: "1.3.101.112", family: "ED25519", hash: "SHA256" },
];

/** Reads the AlgorithmIdentifier of a signature. Errors: CRYPTO_SIGNATURE_ALGORITHM_UNSUPPORTED, CRYPTO_DER_MALFORMED. */
export function parseSignatureAlgorithm(identifierDer: Uint8Array): SignatureAlgorithm {
  const identifier = enterSingleElement(identifierDer);
  const oid = readOid(identifier);
  identifier.readOptional(derTags.null);
  identifier.end();
  const algorithm = algorithms.find((candidate) => candidate.oid === oid);
  if (algorithm === undefined) throw cryptoErrors.create("CRYPTO_SIGNATURE_ALGORITHM_UNSUPPORTED", { oid });
  return algorithm;
}

/** The algorithm with which a key signs certificates here: SM2 with SM3, all others with SHA-256. */
export function signatureAlgorithmOfKey(key: KeyAlgorithm): SignatureAlgorithm {
  const family = familyOfKey(key);
  const found = algorithms.find((candidate) => candidate.family === family);
  if (found === undefined) throw cryptoErrors.create("CRYPTO_KEY_ALGORITHM_UNSUPPORTED", { algorithm: key });
  return found;
}

export function encodeSignatureAlgorithm(algorithm: SignatureAlgorithm): Uint8Array {
  const oid = encodeOid(algorithm.oid);
  return algorithm.family === "RSA" ? encodeSequence(oid, encodeNull()) : encodeSequence(oid);
}

/** A signed structure: its bytes, the algorithm named in it, and the signature. */
export interface SignedBytes {
  readonly bytes: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
}

/**
 * Whether a key made the signature of a certificate or revocation list. Stricter than `PublicKey.verify`: the encoding must be
 * canonical, as in Go's x509, so that nobody can append bytes to a certificate and have another one with another hash.
 */
export function isSignedByKey({ bytes, algorithm, signature }: SignedBytes, key: PublicKey): boolean {
  if (familyOfKey(key.algorithm) !== algorithm.family) return false;
  if (isCurveAlgorithm(key.algorithm)) {
    const canonical = normalizeCurveSignature(signature, curveParameters[key.algorithm].sizeBytes);
    if (canonical !== signature) return false;
  }
  return key.verify(bytes, signature, algorithm.hash);
}

function familyOfKey(key: KeyAlgorithm): SignatureFamily {
  return key === "SM2" || key === "RSA" || key === "ED25519" ? key : "ECDSA";
}
