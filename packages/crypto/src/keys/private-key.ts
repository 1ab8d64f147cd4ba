import { backend } from "#backend";
import type { PrivateKeyMaterial } from "../backend/backend.ts";
import { cryptoErrors } from "../errors.ts";
import type { PrivateKey } from "../interface.ts";
import { keySizeBytesMax } from "../limits.ts";
import { parsePemBlocks, type PemBlock } from "../pem.ts";
import { decodePkcs1, decodePkcs8, decodeSec1, encodePrivateKeyPem } from "./private-key-encoding.ts";
import { publicKeyFromBits } from "./public-key.ts";

/**
 * Parses a private key from the first key block of a PEM text: SEC1 `EC PRIVATE KEY`, PKCS#1 `RSA PRIVATE KEY`,
 * PKCS#8 `PRIVATE KEY`, and on Node their encrypted forms with a password.
 * Errors: CRYPTO_PEM_MALFORMED, CRYPTO_DER_MALFORMED, CRYPTO_KEY_MALFORMED, CRYPTO_KEY_ALGORITHM_UNSUPPORTED, CRYPTO_INPUT_TOO_LARGE,
 * CRYPTO_KEY_PASSWORD_REQUIRED, CRYPTO_KEY_PASSWORD_WRONG, CRYPTO_KEY_ENCRYPTION_UNSUPPORTED.
 */
export function parsePrivateKey(pem: string | Uint8Array, password?: string): PrivateKey {
  const block = parsePemBlocks(pem, 4 * keySizeBytesMax).find(({ label }) => label.endsWith("PRIVATE KEY"));
  if (block === undefined) throw cryptoErrors.create("CRYPTO_PEM_MALFORMED", { reason: "no PRIVATE KEY block" });
  const isEncrypted =
    block.label === "ENCRYPTED PRIVATE KEY" || (block.headers["Proc-Type"] ?? "").includes("ENCRYPTED");
  return createPrivateKey(isEncrypted ? decrypt(pem, password) : decodeBlock(block));
}

/** The private key of decoded material. Errors: CRYPTO_KEY_MALFORMED. */
export function createPrivateKey(material: PrivateKeyMaterial): PrivateKey {
  const keyBits = backend.derivePublicKeyBits(material);
  const sign = backend.createSign(material);
  if (keyBits === undefined || sign === undefined) {
    throw cryptoErrors.create("CRYPTO_KEY_MALFORMED", { reason: "the private number is out of range" });
  }
  return {
    algorithm: material.algorithm,
    publicKey: publicKeyFromBits(material.algorithm, keyBits),
    sign,
    toPem: () => encodePrivateKeyPem(material, keyBits),
  };
}

function decodeBlock(block: PemBlock): PrivateKeyMaterial {
  switch (block.label) {
    case "EC PRIVATE KEY":
      return decodeSec1(block.bytes);
    case "RSA PRIVATE KEY":
      return decodePkcs1(block.bytes);
    case "PRIVATE KEY":
      return decodePkcs8(block.bytes);
    default:
      throw cryptoErrors.create("CRYPTO_KEY_MALFORMED", { reason: `unknown block ${block.label}` });
  }
}

function decrypt(pem: string | Uint8Array, password: string | undefined): PrivateKeyMaterial {
  if (password === undefined) throw cryptoErrors.create("CRYPTO_KEY_PASSWORD_REQUIRED");
  const text = typeof pem === "string" ? pem : new TextDecoder().decode(pem);
  const pkcs8Der = backend.decryptPrivateKey(text, password);
  if (pkcs8Der === undefined) throw cryptoErrors.create("CRYPTO_KEY_ENCRYPTION_UNSUPPORTED");
  if (pkcs8Der === false) throw cryptoErrors.create("CRYPTO_KEY_PASSWORD_WRONG");
  return decodePkcs8(pkcs8Der);
}
