import { concatBytes } from "@yanta/bytes";
import type { PrivateKeyMaterial } from "../backend/backend.ts";
import { DerReader, enterSingleElement } from "../der/der-reader.ts";
import { contextTag, derTags } from "../der/der-tags.ts";
import { readOid, readSmallInteger } from "../der/der-values.ts";
import {
  encodeBitString,
  encodeExplicit,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  encodeUnsignedInteger,
} from "../der/der-writer.ts";
import { cryptoErrors } from "../errors.ts";
import type { KeyAlgorithm } from "../interface.ts";
import { encodePem } from "../pem.ts";
import { curveOidToAlgorithm, curveParameters, isCurveAlgorithm, type CurveAlgorithm } from "./key-parameters.ts";
import { encodeKeyAlgorithm, readKeyAlgorithm } from "./public-key-info.ts";
import { readRsaPrivateKey } from "./rsa-key.ts";

/** Reads a SEC1 ECPrivateKey that names its curve. Errors: CRYPTO_DER_MALFORMED, CRYPTO_KEY_MALFORMED. Spec: RFC 5915. */
export function decodeSec1(der: Uint8Array): PrivateKeyMaterial {
  return readEcPrivateKey(enterSingleElement(der), undefined);
}

/** Reads a PKCS#1 RSAPrivateKey. Errors: CRYPTO_DER_MALFORMED, CRYPTO_KEY_MALFORMED. */
export function decodePkcs1(der: Uint8Array): PrivateKeyMaterial {
  readRsaPrivateKey(der);
  return createMaterial("RSA", der);
}

/** Reads a PKCS#8 PrivateKeyInfo; attributes after the key are ignored. Errors: as the others. Spec: RFC 5958. */
export function decodePkcs8(der: Uint8Array): PrivateKeyMaterial {
  const info = enterSingleElement(der);
  if (readSmallInteger(info) > 1) throw malformed("unknown PKCS#8 version");
  const algorithm = readKeyAlgorithm(info.enter());
  const inner = info.read(derTags.octetString).content;
  if (algorithm === "RSA") return decodePkcs1(inner);
  if (algorithm === "ED25519") {
    const seed = new DerReader(inner).read(derTags.octetString).content;
    if (seed.length !== 32) throw malformed("an Ed25519 seed has 32 bytes");
    return createMaterial(algorithm, seed);
  }
  return readEcPrivateKey(enterSingleElement(inner), algorithm);
}

/** Completes material with its PKCS#8 form; `secret` is copied. */
export function createMaterial(algorithm: KeyAlgorithm, secret: Uint8Array): PrivateKeyMaterial {
  const copy = Uint8Array.from(secret);
  let inner: Uint8Array = copy;
  if (isCurveAlgorithm(algorithm)) inner = encodeEcPrivateKey(copy);
  if (algorithm === "ED25519") inner = encodeOctetString(copy);
  return { algorithm, secret: copy, pkcs8Der: encodePkcs8(algorithm, inner) };
}

/**
 * Unencrypted PEM in the form ChainMaker writes: SEC1 for the NIST curves, PKCS#1 for RSA, PKCS#8 for SM2
 * (its inner structure repeats the curve), SEC1 and PKCS#8 for the curves ChainMaker does not write.
 * Spec: signature.json `private_key_pem`.
 */
export function encodePrivateKeyPem(material: PrivateKeyMaterial, publicKeyBits: Uint8Array): string {
  const { algorithm, secret } = material;
  switch (algorithm) {
    case "ECDSA_P256":
    case "ECDSA_P384":
    case "ECDSA_SECP256K1":
      return encodePem("EC PRIVATE KEY", encodeEcPrivateKey(secret, { algorithm, publicKeyBits }));
    case "SM2":
      return encodePem("PRIVATE KEY", encodePkcs8(algorithm, encodeEcPrivateKey(secret, { algorithm, publicKeyBits })));
    case "RSA":
      return encodePem("RSA PRIVATE KEY", secret);
    case "ED25519":
      return encodePem("PRIVATE KEY", material.pkcs8Der);
  }
}

function readEcPrivateKey(reader: DerReader, known: CurveAlgorithm | undefined): PrivateKeyMaterial {
  if (readSmallInteger(reader) !== 1) throw malformed("unknown EC key version");
  const scalar = reader.read(derTags.octetString).content;
  const named = reader.readOptional(contextTag(0, true));
  reader.readOptional(contextTag(1, true));
  reader.end();
  const oid = named === undefined ? undefined : readOid(new DerReader(named.content, named.offset));
  const algorithm = oid === undefined ? known : curveOidToAlgorithm(oid);
  if (algorithm === undefined) {
    throw cryptoErrors.create("CRYPTO_KEY_ALGORITHM_UNSUPPORTED", { algorithm: `EC on curve ${oid ?? "not named"}` });
  }
  if (known !== undefined && algorithm !== known) throw malformed("the key names two curves");
  return createMaterial(algorithm, padScalar(scalar, curveParameters[algorithm].sizeBytes));
}

/** Some writers drop leading zeros of the scalar, others add one. */
function padScalar(scalar: Uint8Array, sizeBytes: number): Uint8Array {
  const extra = scalar.length - sizeBytes;
  if (extra <= 0) return concatBytes(new Uint8Array(-extra), scalar);
  if (scalar.subarray(0, extra).some((byte) => byte !== 0)) throw malformed("the private number is too long");
  return scalar.subarray(extra);
}

function encodeEcPrivateKey(
  scalar: Uint8Array,
  full?: { readonly algorithm: CurveAlgorithm; readonly publicKeyBits: Uint8Array },
): Uint8Array {
  const rest =
    full === undefined
      ? []
      : [
          encodeExplicit(0, encodeOid(curveParameters[full.algorithm].oid)),
          encodeExplicit(1, encodeBitString(full.publicKeyBits)),
        ];
  return encodeSequence(encodeUnsignedInteger(Uint8Array.of(1)), encodeOctetString(scalar), ...rest);
}

function encodePkcs8(algorithm: KeyAlgorithm, inner: Uint8Array): Uint8Array {
  return encodeSequence(
    encodeUnsignedInteger(Uint8Array.of(0)),
    encodeKeyAlgorithm(algorithm),
    encodeOctetString(inner),
  );
}

function malformed(reason: string): Error {
  return cryptoErrors.create("CRYPTO_KEY_MALFORMED", { reason });
}
