import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash as nodeHash,
  sign as nodeSign,
  verify as nodeVerify,
  type KeyObject,
} from "node:crypto";
import type { HashAlgorithm } from "../interface.ts";
import { cryptoErrors } from "../errors.ts";
import { normalizeCurveSignature } from "../keys/curve-signature.ts";
import { curveParameters, isCurveAlgorithm, isPrivateScalar, type CurveAlgorithm } from "../keys/key-parameters.ts";
import { parseSubjectPublicKeyInfo } from "../keys/public-key-info.ts";
import { randomBytes } from "../random.ts";
import { sm2IdentityBytes, sm2PointFromBytes, sm2PublicKeyBits, sm2SignDigest, sm2VerifyDigest } from "../keys/sm2.ts";
import type { CryptoBackend, PrivateKeyMaterial, PublicKeyMaterial, SignFunction, VerifyFunction } from "./backend.ts";

/** OpenSSL's names. */
const digestNames: Readonly<Record<HashAlgorithm, string>> = { SHA256: "sha256", SM3: "sm3", SHA3_256: "sha3-256" };

/**
 * OpenSSL for everything but SM2: OpenSSL signs and verifies SM2 with an empty user id only and offers no raw-digest call.
 * KeyObjects are made once a key: importing costs three times a verification.
 */
export const backend: CryptoBackend = {
  name: "node",
  hash: hashBytes,
  hashParts(algorithm, parts) {
    const hash = createHash(digestNames[algorithm]);
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  },
  createVerify,
  createSign,
  derivePublicKeyBits,
  generateRsa(modulusBits) {
    return generateKeyPairSync("rsa", {
      modulusLength: modulusBits,
      publicKeyEncoding: { format: "der", type: "pkcs1" },
      privateKeyEncoding: { format: "der", type: "pkcs1" },
    }).privateKey;
  },
  decryptPrivateKey(pem, password) {
    try {
      return createPrivateKey({ key: pem, passphrase: password }).export({ format: "der", type: "pkcs8" });
    } catch {
      return false;
    }
  },
};

/** The one-shot call with text output is the fastest way into OpenSSL; the bytes come back as a binary string. */
function hashBytes(algorithm: HashAlgorithm, bytes: Uint8Array): Uint8Array {
  const digest = new Uint8Array(32);
  const text = nodeHash(digestNames[algorithm], bytes, "binary");
  for (let i = 0; i < 32; i++) digest[i] = text.charCodeAt(i);
  return digest;
}

function createVerify(key: PublicKeyMaterial): VerifyFunction | undefined {
  const { algorithm, keyBits } = key;
  if (algorithm === "SM2") return createSm2Verify(keyBits);
  const keyObject = importPublicKey(key.spkiDer);
  if (keyObject === undefined) return undefined;
  if (algorithm === "ED25519") return (message, signature) => verifySafely(null, message, keyObject, signature);
  if (algorithm === "RSA") {
    return (message, signature, hash) => hash === "SHA256" && verifySafely("sha256", message, keyObject, signature);
  }
  return createEcdsaVerify(algorithm, keyObject);
}

function createEcdsaVerify(algorithm: CurveAlgorithm, keyObject: KeyObject): VerifyFunction {
  const { sizeBytes } = curveParameters[algorithm];
  return (message, signature, hash) => {
    const canonical = normalizeCurveSignature(signature, sizeBytes);
    return canonical !== undefined && verifySafely(digestNames[hash], message, keyObject, canonical);
  };
}

function createSm2Verify(keyBits: Uint8Array): VerifyFunction | undefined {
  const point = sm2PointFromBytes(keyBits);
  if (point === undefined) return undefined;
  const identityHash = hashBytes("SM3", sm2IdentityBytes(keyBits));
  return (message, signature, hash) => {
    const canonical = normalizeCurveSignature(signature, curveParameters.SM2.sizeBytes);
    return canonical !== undefined && sm2VerifyDigest(point, sm2Digest(identityHash, message, hash), canonical);
  };
}

function createSign(key: PrivateKeyMaterial): SignFunction | undefined {
  const { algorithm } = key;
  if (algorithm === "SM2") {
    const keyBits = sm2PublicKeyBits(key.secret);
    if (keyBits === undefined) return undefined;
    const identityHash = hashBytes("SM3", sm2IdentityBytes(keyBits));
    return (message, hash) => sm2SignDigest(key.secret, sm2Digest(identityHash, message, hash), randomBytes);
  }
  const keyObject = importPrivateKey(key);
  if (keyObject === undefined) return undefined;
  return (message, hash) => {
    if (algorithm === "RSA" && hash !== "SHA256")
      throw cryptoErrors.create("CRYPTO_HASH_UNSUPPORTED", { algorithm, hash });
    return Uint8Array.from(nodeSign(algorithm === "ED25519" ? null : digestNames[hash], message, keyObject));
  };
}

function derivePublicKeyBits(key: PrivateKeyMaterial): Uint8Array | undefined {
  if (key.algorithm === "SM2") return sm2PublicKeyBits(key.secret);
  const keyObject = importPrivateKey(key);
  if (keyObject === undefined) return undefined;
  const spkiDer = Uint8Array.from(createPublicKey(keyObject).export({ format: "der", type: "spki" }));
  return parseSubjectPublicKeyInfo(spkiDer).keyBits;
}

/** SM2 signs ZA and message with SM3, and a plain digest with any other hash. */
function sm2Digest(identityHash: Uint8Array, message: Uint8Array, hash: HashAlgorithm): Uint8Array {
  return hash === "SM3"
    ? Uint8Array.from(createHash("sm3").update(identityHash).update(message).digest())
    : hashBytes(hash, message);
}

function importPublicKey(spkiDer: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spkiDer), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
}

function importPrivateKey({ algorithm, secret, pkcs8Der }: PrivateKeyMaterial): KeyObject | undefined {
  if (isCurveAlgorithm(algorithm) && !isPrivateScalar(algorithm, secret)) return undefined;
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8Der), format: "der", type: "pkcs8" });
  } catch {
    return undefined;
  }
}

/** OpenSSL reports some malformed signatures by throwing. */
function verifySafely(digest: string | null, message: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return nodeVerify(digest, message, key, signature);
  } catch {
    return false;
  }
}
