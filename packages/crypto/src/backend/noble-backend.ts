import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { ECDSA } from "@noble/curves/abstract/weierstrass.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { sha3_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, equalBytes, joinBytes } from "@yanta/bytes";
import { cryptoErrors } from "../errors.ts";
import type { HashAlgorithm } from "../interface.ts";
import { normalizeCurveSignature } from "../keys/curve-signature.ts";
import { curveParameters, type CurveAlgorithm } from "../keys/key-parameters.ts";
import { encodeRsaPublicKey, readRsaPrivateKey, readRsaPublicKey } from "../keys/rsa-key.ts";
import { sm2IdentityBytes, sm2PointFromBytes, sm2PublicKeyBits, sm2SignDigest, sm2VerifyDigest } from "../keys/sm2.ts";
import { randomBytes } from "../random.ts";
import type { CryptoBackend, PrivateKeyMaterial, PublicKeyMaterial, SignFunction, VerifyFunction } from "./backend.ts";
import { rsaSignSha256, rsaVerifySha256 } from "./noble-rsa.ts";
import { sm3 } from "./sm3.ts";

const hashes: Readonly<Record<HashAlgorithm, (bytes: Uint8Array) => Uint8Array>> = {
  SHA256: sha256,
  SM3: sm3,
  SHA3_256: sha3_256,
};

const curves: Readonly<Record<Exclude<CurveAlgorithm, "SM2">, ECDSA>> = {
  ECDSA_P256: p256,
  ECDSA_P384: p384,
  ECDSA_SECP256K1: secp256k1,
};

/** Everything in JavaScript, for browsers: the same answers as the Node backend, some thirty times slower. */
export const backend: CryptoBackend = {
  name: "noble",
  hash: (algorithm, bytes) => hashes[algorithm](bytes),
  hashParts: (algorithm, parts) => hashes[algorithm](joinBytes(parts)),
  createVerify,
  createSign,
  derivePublicKeyBits,
  generateRsa: () => undefined,
  decryptPrivateKey: () => undefined,
};

function createVerify({ algorithm, keyBits }: PublicKeyMaterial): VerifyFunction | undefined {
  switch (algorithm) {
    case "SM2":
      return createSm2Verify(keyBits);
    case "RSA": {
      const key = readRsaPublicKey(keyBits);
      return (message, signature, hash) => hash === "SHA256" && rsaVerifySha256(key, sha256(message), signature);
    }
    case "ED25519":
      return createEd25519Verify(keyBits);
    default:
      return createEcdsaVerify(algorithm, keyBits);
  }
}

function createEcdsaVerify(algorithm: Exclude<CurveAlgorithm, "SM2">, keyBits: Uint8Array): VerifyFunction | undefined {
  const curve = curves[algorithm];
  if (!curve.utils.isValidPublicKey(keyBits, false)) return undefined;
  const { sizeBytes } = curveParameters[algorithm];
  return (message, signature, hash) => {
    const canonical = normalizeCurveSignature(signature, sizeBytes);
    if (canonical === undefined) return false;
    return answer(() =>
      curve.verify(canonical, hashes[hash](message), keyBits, { prehash: false, lowS: false, format: "der" }),
    );
  };
}

function createSm2Verify(keyBits: Uint8Array): VerifyFunction | undefined {
  const point = sm2PointFromBytes(keyBits);
  if (point === undefined) return undefined;
  const identityHash = sm3(sm2IdentityBytes(keyBits));
  return (message, signature, hash) => {
    const canonical = normalizeCurveSignature(signature, curveParameters.SM2.sizeBytes);
    return canonical !== undefined && sm2VerifyDigest(point, sm2Digest(identityHash, message, hash), canonical);
  };
}

/** As OpenSSL and Go do it: without cofactor, R compared byte by byte. */
function createEd25519Verify(keyBits: Uint8Array): VerifyFunction | undefined {
  const point = ed25519.Point;
  return (message, signature) =>
    answer(() => {
      if (signature.length !== 64) return false;
      const s = bytesToNumberLe(signature.subarray(32));
      if (s >= point.Fn.ORDER) return false;
      const publicPoint = point.fromBytes(keyBits, true);
      const k = point.Fn.create(bytesToNumberLe(sha512(concatBytes(signature.subarray(0, 32), keyBits, message))));
      const expected = point.BASE.multiplyUnsafe(s).subtract(publicPoint.multiplyUnsafe(k));
      return equalBytes(expected.toBytes(), signature.subarray(0, 32));
    });
}

function createSign(key: PrivateKeyMaterial): SignFunction | undefined {
  const { algorithm, secret } = key;
  switch (algorithm) {
    case "SM2": {
      const keyBits = sm2PublicKeyBits(secret);
      if (keyBits === undefined) return undefined;
      const identityHash = sm3(sm2IdentityBytes(keyBits));
      return (message, hash) => sm2SignDigest(secret, sm2Digest(identityHash, message, hash), randomBytes);
    }
    case "RSA": {
      const rsaKey = readRsaPrivateKey(secret);
      return (message, hash) => {
        if (hash !== "SHA256") throw cryptoErrors.create("CRYPTO_HASH_UNSUPPORTED", { algorithm, hash });
        return rsaSignSha256(rsaKey, sha256(message), randomBytes);
      };
    }
    case "ED25519":
      return (message) => ed25519.sign(message, secret);
    default: {
      const curve = curves[algorithm];
      if (!curve.utils.isValidSecretKey(secret)) return undefined;
      return (message, hash) =>
        curve.sign(hashes[hash](message), secret, {
          prehash: false,
          lowS: false,
          format: "der",
          extraEntropy: randomBytes(32),
        });
    }
  }
}

function derivePublicKeyBits({ algorithm, secret }: PrivateKeyMaterial): Uint8Array | undefined {
  switch (algorithm) {
    case "SM2":
      return sm2PublicKeyBits(secret);
    case "RSA":
      return encodeRsaPublicKey(readRsaPrivateKey(secret));
    case "ED25519":
      return ed25519.getPublicKey(secret);
    default: {
      const curve = curves[algorithm];
      return curve.utils.isValidSecretKey(secret) ? curve.getPublicKey(secret, false) : undefined;
    }
  }
}

/** SM2 signs ZA and message with SM3, and a plain digest with any other hash. */
function sm2Digest(identityHash: Uint8Array, message: Uint8Array, hash: HashAlgorithm): Uint8Array {
  return hash === "SM3" ? sm3(concatBytes(identityHash, message)) : hashes[hash](message);
}

/** Whether a check answers true; a check that throws found something malformed. */
function answer(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function bytesToNumberLe(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(Uint8Array.from(bytes).reverse())}`);
}
