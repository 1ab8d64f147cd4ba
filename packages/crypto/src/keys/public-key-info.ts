import type { PublicKeyMaterial } from "../backend/backend.ts";
import { type DerReader, enterSingleElement } from "../der/der-reader.ts";
import { derTags } from "../der/der-tags.ts";
import { readBitStringBytes, readOid } from "../der/der-values.ts";
import { encodeBitString, encodeNull, encodeOid, encodeSequence } from "../der/der-writer.ts";
import { cryptoErrors } from "../errors.ts";
import type { KeyAlgorithm } from "../interface.ts";
import { keySizeBytesMax } from "../limits.ts";
import { curveOidToAlgorithm, curveParameters, isCurveAlgorithm, keyOids } from "./key-parameters.ts";
import { readRsaPublicKey } from "./rsa-key.ts";

/**
 * Takes a SubjectPublicKeyInfo apart, or a bare PKCS#1 RSAPublicKey, which ChainMaker writes under the same PEM label
 * (signature.json, RSA cases). Curve points must be uncompressed, as Go's x509 demands; whether they
 * are on the curve is the backend's check.
 * Errors: CRYPTO_DER_MALFORMED, CRYPTO_KEY_MALFORMED, CRYPTO_KEY_ALGORITHM_UNSUPPORTED, CRYPTO_INPUT_TOO_LARGE.
 * Spec: RFC 5280 4.1.2.7.
 */
export function parseSubjectPublicKeyInfo(spkiDer: Uint8Array): PublicKeyMaterial {
  if (spkiDer.length > keySizeBytesMax) {
    throw cryptoErrors.create("CRYPTO_INPUT_TOO_LARGE", {
      what: "public key",
      size: spkiDer.length,
      max: keySizeBytesMax,
    });
  }
  const info = enterSingleElement(spkiDer);
  if (info.peekTag() === derTags.integer) {
    readRsaPublicKey(spkiDer);
    return { algorithm: "RSA", spkiDer: encodeSubjectPublicKeyInfo("RSA", spkiDer), keyBits: spkiDer };
  }
  const algorithm = readKeyAlgorithm(info.enter());
  const keyBits = readBitStringBytes(info);
  info.end();
  checkKeyBits(algorithm, keyBits);
  return { algorithm, spkiDer, keyBits };
}

/** SubjectPublicKeyInfo of key bits. */
export function encodeSubjectPublicKeyInfo(algorithm: KeyAlgorithm, keyBits: Uint8Array): Uint8Array {
  return encodeSequence(encodeKeyAlgorithm(algorithm), encodeBitString(keyBits));
}

/** AlgorithmIdentifier of a key, as it stands in SubjectPublicKeyInfo and PKCS#8. */
export function encodeKeyAlgorithm(algorithm: KeyAlgorithm): Uint8Array {
  if (algorithm === "RSA") return encodeSequence(encodeOid(keyOids.rsa), encodeNull());
  if (algorithm === "ED25519") return encodeSequence(encodeOid(keyOids.ed25519));
  return encodeSequence(encodeOid(keyOids.ec), encodeOid(curveParameters[algorithm].oid));
}

/** Reads the content of an AlgorithmIdentifier of a key to its end. */
export function readKeyAlgorithm(reader: DerReader): KeyAlgorithm {
  const oid = readOid(reader);
  if (oid === keyOids.ec) {
    if (reader.peekTag() !== derTags.oid) throw unsupported("EC without a named curve");
    const curveOid = readOid(reader);
    reader.end();
    const algorithm = curveOidToAlgorithm(curveOid);
    if (algorithm === undefined) throw unsupported(`EC on curve ${curveOid}`);
    return algorithm;
  }
  if (oid === keyOids.rsa) {
    if (reader.read(derTags.null).content.length !== 0) throw reader.fail("NULL with content");
    reader.end();
    return "RSA";
  }
  if (oid === keyOids.ed25519) {
    reader.end();
    return "ED25519";
  }
  throw unsupported(oid);
}

function checkKeyBits(algorithm: KeyAlgorithm, keyBits: Uint8Array): void {
  if (algorithm === "RSA") {
    readRsaPublicKey(keyBits);
  } else if (isCurveAlgorithm(algorithm)) {
    if (keyBits[0] !== 4 || keyBits.length !== 1 + 2 * curveParameters[algorithm].sizeBytes) {
      throw cryptoErrors.create("CRYPTO_KEY_MALFORMED", { reason: "the point is not in uncompressed form" });
    }
  } else if (keyBits.length !== 32) {
    throw cryptoErrors.create("CRYPTO_KEY_MALFORMED", { reason: "an Ed25519 key has 32 bytes" });
  }
}

function unsupported(algorithm: string): Error {
  return cryptoErrors.create("CRYPTO_KEY_ALGORITHM_UNSUPPORTED", { algorithm });
}
