import { backend } from "#backend";
import { cryptoErrors } from "../errors.ts";
import type { KeyAlgorithm, PrivateKey } from "../interface.ts";
import { randomBytes, type RandomBytes } from "../random.ts";
import { curveParameters, isCurveAlgorithm, isPrivateScalar } from "./key-parameters.ts";
import { createPrivateKey } from "./private-key.ts";
import { createMaterial } from "./private-key-encoding.ts";

/** Bits of a generated RSA modulus. */
const rsaModulusBits = 2048;

/**
 * A new private key. `random` is asked for bytes until they are a valid key (RSA, on Node only, uses OpenSSL's own generator).
 * Errors: CRYPTO_KEY_ALGORITHM_UNSUPPORTED for RSA in a browser.
 */
export function generatePrivateKey(algorithm: KeyAlgorithm, random: RandomBytes = randomBytes): PrivateKey {
  if (algorithm === "RSA") {
    const pkcs1Der = backend.generateRsa(rsaModulusBits);
    if (pkcs1Der === undefined) throw cryptoErrors.create("CRYPTO_KEY_ALGORITHM_UNSUPPORTED", { algorithm });
    return createPrivateKey(createMaterial(algorithm, pkcs1Der));
  }
  if (!isCurveAlgorithm(algorithm)) return createPrivateKey(createMaterial(algorithm, random(32)));
  for (;;) {
    const scalar = random(curveParameters[algorithm].sizeBytes);
    if (isPrivateScalar(algorithm, scalar)) return createPrivateKey(createMaterial(algorithm, scalar));
  }
}
