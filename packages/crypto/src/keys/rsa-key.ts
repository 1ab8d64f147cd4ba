import { enterSingleElement } from "../der/der-reader.ts";
import { readSmallInteger, readUnsignedInteger } from "../der/der-values.ts";
import { encodeSequence, encodeUnsignedInteger } from "../der/der-writer.ts";
import { cryptoErrors } from "../errors.ts";
import { rsaExponentBitsMax, rsaModulusBitsMax, rsaModulusBitsMin } from "../limits.ts";

/** Big-endian numbers without leading zeros. */
export interface RsaPublicKey {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

export interface RsaPrivateKey extends RsaPublicKey {
  readonly prime1: Uint8Array;
  readonly prime2: Uint8Array;
  readonly exponent1: Uint8Array;
  readonly exponent2: Uint8Array;
  readonly coefficient: Uint8Array;
}

/** Reads a PKCS#1 RSAPublicKey. Errors: CRYPTO_DER_MALFORMED, CRYPTO_KEY_MALFORMED. Spec: RFC 8017 A.1.1. */
export function readRsaPublicKey(pkcs1Der: Uint8Array): RsaPublicKey {
  const reader = enterSingleElement(pkcs1Der);
  const key = { modulus: readUnsignedInteger(reader), exponent: readUnsignedInteger(reader) };
  reader.end();
  checkSizes(key);
  return key;
}

/** Reads a PKCS#1 RSAPrivateKey of two primes. Errors: CRYPTO_DER_MALFORMED, CRYPTO_KEY_MALFORMED. Spec: RFC 8017 A.1.2. */
export function readRsaPrivateKey(pkcs1Der: Uint8Array): RsaPrivateKey {
  const reader = enterSingleElement(pkcs1Der);
  if (readSmallInteger(reader) !== 0) throw malformed("RSA key of more than two primes");
  const modulus = readUnsignedInteger(reader);
  const exponent = readUnsignedInteger(reader);
  readUnsignedInteger(reader);
  const key = {
    modulus,
    exponent,
    prime1: readUnsignedInteger(reader),
    prime2: readUnsignedInteger(reader),
    exponent1: readUnsignedInteger(reader),
    exponent2: readUnsignedInteger(reader),
    coefficient: readUnsignedInteger(reader),
  };
  reader.end();
  checkSizes(key);
  return key;
}

/** PKCS#1 RSAPublicKey. */
export function encodeRsaPublicKey(key: RsaPublicKey): Uint8Array {
  return encodeSequence(encodeUnsignedInteger(key.modulus), encodeUnsignedInteger(key.exponent));
}

function checkSizes({ modulus, exponent }: RsaPublicKey): void {
  const modulusBits = bitLength(modulus);
  if (modulusBits < rsaModulusBitsMin || modulusBits > rsaModulusBitsMax)
    throw malformed(`RSA modulus of ${modulusBits} bits`);
  const exponentBits = bitLength(exponent);
  const isOdd = ((exponent.at(-1) ?? 0) & 1) === 1;
  if (exponentBits < 2 || exponentBits > rsaExponentBitsMax || !isOdd) throw malformed("bad RSA public exponent");
  if (((modulus.at(-1) ?? 0) & 1) === 0) throw malformed("even RSA modulus");
}

function bitLength(bytes: Uint8Array): number {
  return bytes.length === 0 ? 0 : bytes.length * 8 - Math.clz32(bytes[0] ?? 0) + 24;
}

function malformed(reason: string): Error {
  return cryptoErrors.create("CRYPTO_KEY_MALFORMED", { reason });
}
