import { bytesToHex, concatBytes, hexToBytes, equalBytes } from "@yanta/bytes";
import type { RsaPrivateKey, RsaPublicKey } from "../keys/rsa-key.ts";
import type { RandomBytes } from "../random.ts";

/** DigestInfo of a SHA-256 digest, up to the digest. Spec: RFC 8017 9.2. */
const sha256Prefix = Uint8Array.of(0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20);

/** Whether a PKCS#1 v1.5 signature of a SHA-256 digest is the key's. Spec: RFC 8017 8.2.2. */
export function rsaVerifySha256(key: RsaPublicKey, digest: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== key.modulus.length) return false;
  const modulus = bytesToNumber(key.modulus);
  const value = bytesToNumber(signature);
  if (value >= modulus) return false;
  const opened = numberToBytes(modPow(value, bytesToNumber(key.exponent), modulus), key.modulus.length);
  return equalBytes(opened, encodeDigest(digest, key.modulus.length));
}

/**
 * PKCS#1 v1.5 signature of a SHA-256 digest. BigInt arithmetic is not constant in time: the base is blinded, and the result
 * is checked before it leaves so that a fault cannot reveal a prime. Spec: RFC 8017 8.2.1, 5.1.2.
 */
export function rsaSignSha256(key: RsaPrivateKey, digest: Uint8Array, random: RandomBytes): Uint8Array {
  const size = key.modulus.length;
  const [n, e, p, q] = [key.modulus, key.exponent, key.prime1, key.prime2].map(bytesToNumber) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const blind = (bytesToNumber(random(size)) % (n - 1n)) + 1n;
  const message = (bytesToNumber(encodeDigest(digest, size)) * modPow(blind, e, n)) % n;
  const m1 = modPow(message % p, bytesToNumber(key.exponent1), p);
  const m2 = modPow(message % q, bytesToNumber(key.exponent2), q);
  const h = (bytesToNumber(key.coefficient) * (((m1 - m2) % p) + p)) % p;
  const value = ((m2 + h * q) * modInverse(blind, n)) % n;
  const signature = numberToBytes(value, size);
  if (!rsaVerifySha256(key, digest, signature)) throw new Error("RSA key parts do not belong together");
  return signature;
}

function encodeDigest(digest: Uint8Array, size: number): Uint8Array {
  const padding = new Uint8Array(size - sha256Prefix.length - digest.length - 3).fill(0xff);
  return concatBytes(Uint8Array.of(0, 1), padding, Uint8Array.of(0), sha256Prefix, digest);
}

function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let power = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * power) % modulus;
    power = (power * power) % modulus;
  }
  return result;
}

function modInverse(value: bigint, modulus: bigint): bigint {
  let [r0, r1, t0, t1] = [modulus, value % modulus, 0n, 1n];
  while (r1 > 0n) {
    const quotient = r0 / r1;
    [r0, r1, t0, t1] = [r1, r0 - quotient * r1, t1, t0 - quotient * t1];
  }
  return ((t0 % modulus) + modulus) % modulus;
}

function bytesToNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

function numberToBytes(value: bigint, size: number): Uint8Array {
  return hexToBytes(value.toString(16).padStart(2 * size, "0")) ?? new Uint8Array(size);
}
