import { backend } from "#backend";
import { cryptoErrors } from "../errors.ts";
import type { KeyAlgorithm, PublicKey } from "../interface.ts";
import { keySizeBytesMax } from "../limits.ts";
import { encodePem, pemOrDerToDer } from "../pem.ts";
import { encodeSubjectPublicKeyInfo, parseSubjectPublicKeyInfo } from "./public-key-info.ts";

/**
 * Parses a public key: a `PUBLIC KEY` PEM block or SubjectPublicKeyInfo DER; for RSA also PKCS#1. The bytes are copied.
 * Errors: CRYPTO_PEM_MALFORMED, CRYPTO_DER_MALFORMED, CRYPTO_KEY_MALFORMED, CRYPTO_KEY_ALGORITHM_UNSUPPORTED, CRYPTO_INPUT_TOO_LARGE.
 * Spec: access.md §3, member type PUBLIC_KEY.
 */
export function parsePublicKey(pemOrDer: string | Uint8Array): PublicKey {
  const der = Uint8Array.from(pemOrDerToDer(pemOrDer, ["PUBLIC KEY", "RSA PUBLIC KEY"], keySizeBytesMax));
  const { algorithm, spkiDer, keyBits } = parseSubjectPublicKeyInfo(der);
  const verify = backend.createVerify({ algorithm, spkiDer, keyBits });
  if (verify === undefined)
    throw cryptoErrors.create("CRYPTO_KEY_MALFORMED", { reason: "not a valid point or number" });
  let pem: string | undefined;
  return {
    algorithm,
    spkiDer,
    keyBits,
    get pem() {
      pem ??= encodePem("PUBLIC KEY", algorithm === "RSA" ? keyBits : spkiDer);
      return pem;
    },
    verify,
  };
}

/** The public key of an algorithm and its key bits (point, PKCS#1 DER or 32 bytes). Errors: as `parsePublicKey`. */
export function publicKeyFromBits(algorithm: KeyAlgorithm, keyBits: Uint8Array): PublicKey {
  return parsePublicKey(encodeSubjectPublicKeyInfo(algorithm, keyBits));
}
