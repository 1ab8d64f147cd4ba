import type { HashAlgorithm, KeyAlgorithm } from "../interface.ts";

/** Whether `signature` is the key's over `message`. Never throws. */
export type VerifyFunction = (message: Uint8Array, signature: Uint8Array, hash: HashAlgorithm) => boolean;

export type SignFunction = (message: Uint8Array, hash: HashAlgorithm) => Uint8Array;

/** A public key taken apart by our own parser. */
export interface PublicKeyMaterial {
  readonly algorithm: KeyAlgorithm;
  readonly spkiDer: Uint8Array;
  /** Uncompressed point, PKCS#1 DER, or 32 bytes for Ed25519. */
  readonly keyBits: Uint8Array;
}

/** A private key taken apart by our own parser. */
export interface PrivateKeyMaterial {
  readonly algorithm: KeyAlgorithm;
  /** Big-endian scalar of the curve's length, PKCS#1 DER for RSA, 32-byte seed for Ed25519. */
  readonly secret: Uint8Array;
  readonly pkcs8Der: Uint8Array;
}

/**
 * What differs between Node and a browser. `#backend` in package.json picks the implementation;
 * all are held to `compliance/backend-compliance.ts`.
 */
export interface CryptoBackend {
  readonly name: "node" | "noble";
  /** The digest as a plain Uint8Array of 32 bytes. */
  hash(algorithm: HashAlgorithm, bytes: Uint8Array): Uint8Array;
  /** The digest of the parts as if they were one. */
  hashParts(algorithm: HashAlgorithm, parts: readonly Uint8Array[]): Uint8Array;
  /** Prepares a key for many verifications. Undefined when the key is not valid: a point off the curve. */
  createVerify(key: PublicKeyMaterial): VerifyFunction | undefined;
  /** Prepares a key for signing. Undefined when the key is not valid. */
  createSign(key: PrivateKeyMaterial): SignFunction | undefined;
  /** Public key bits that belong to a private key, undefined when it is not valid. */
  derivePublicKeyBits(key: PrivateKeyMaterial): Uint8Array | undefined;
  /** PKCS#1 DER of a new RSA key, undefined when this backend makes none. */
  generateRsa(modulusBits: number): Uint8Array | undefined;
  /** PKCS#8 DER of an encrypted private key in PEM; undefined when this backend cannot decrypt, `false` when the password is wrong. */
  decryptPrivateKey(pem: string, password: string): Uint8Array | false | undefined;
}
