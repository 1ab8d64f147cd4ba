import { createCipheriv, createDecipheriv, scryptSync } from "node:crypto";
import { base64ToBytes, bytesToBase64, bytesToUtf8, concatBytes, utf8ToBytes } from "@yanta/bytes";
import { scryptCostExponentMax } from "../limits.ts";
import type { RandomBytes } from "../random.ts";

/** Format number of the files written here. */
const format = 1;

/** scrypt cost for new files: 2^17 · 8 · 128 bytes is 128 MiB and a third of a second. */
const defaultCostExponent = 17;
const blockSize = 8;
const saltSizeBytes = 16;
const nonceSizeBytes = 12;
const tagSizeBytes = 16;

/** An encrypted key as JSON. The header (all but `data`) and the key's name are authenticated. */
interface EncryptedKeyFile {
  readonly format: number;
  readonly kdf: "scrypt";
  readonly costExponent: number;
  readonly salt: string;
  readonly cipher: "aes-256-gcm";
  readonly nonce: string;
  /** Ciphertext and tag. */
  readonly data: string;
}

export interface EncryptKeyOptions {
  readonly name: string;
  readonly pem: string;
  readonly password: string;
  readonly random: RandomBytes;
  readonly costExponent?: number;
}

/** JSON text of a private key's PEM, encrypted with scrypt and AES-256-GCM under a password. */
export function encryptKey(options: EncryptKeyOptions): string {
  const { name, pem, password, random, costExponent = defaultCostExponent } = options;
  const salt = random(saltSizeBytes);
  const nonce = random(nonceSizeBytes);
  const header = {
    format,
    kdf: "scrypt",
    costExponent,
    salt: bytesToBase64(salt),
    cipher: "aes-256-gcm",
    nonce: bytesToBase64(nonce),
  } as const;
  const cipher = createCipheriv("aes-256-gcm", deriveKey(password, salt, costExponent), nonce);
  cipher.setAAD(authenticatedBytes(name, header));
  const data = concatBytes(cipher.update(utf8ToBytes(pem)), cipher.final(), cipher.getAuthTag());
  const file: EncryptedKeyFile = { ...header, data: bytesToBase64(data) };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** What came of decrypting: the PEM, a wrong password (or tampered file), or a file of another form. */
export type DecryptKeyResult =
  | { readonly kind: "pem"; readonly pem: string }
  | { readonly kind: "wrongPassword" }
  | { readonly kind: "malformed"; readonly reason: string };

/** Decrypts the JSON of `encryptKey`. Never throws. */
export function decryptKey(name: string, json: string, password: string): DecryptKeyResult {
  const file = parseFile(json);
  if (typeof file === "string") return { kind: "malformed", reason: file };
  const [salt, nonce, data] = [file.salt, file.nonce, file.data].map(base64ToBytes);
  if (
    salt?.length !== saltSizeBytes ||
    nonce?.length !== nonceSizeBytes ||
    data === undefined ||
    data.length <= tagSizeBytes
  ) {
    return { kind: "malformed", reason: "a part has the wrong length" };
  }
  const { data: _, ...header } = file;
  try {
    const decipher = createDecipheriv("aes-256-gcm", deriveKey(password, salt, file.costExponent), nonce, {
      authTagLength: tagSizeBytes,
    });
    decipher.setAAD(authenticatedBytes(name, header));
    decipher.setAuthTag(data.subarray(data.length - tagSizeBytes));
    const pem = concatBytes(decipher.update(data.subarray(0, data.length - tagSizeBytes)), decipher.final());
    return { kind: "pem", pem: bytesToUtf8(pem) };
  } catch {
    return { kind: "wrongPassword" };
  }
}

function parseFile(json: string): EncryptedKeyFile | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return "not JSON";
  }
  if (typeof value !== "object" || value === null) return "not an object";
  const file = value as Record<string, unknown>;
  if (file["format"] !== format) return `format ${String(file["format"])} instead of ${format}`;
  if (file["kdf"] !== "scrypt" || file["cipher"] !== "aes-256-gcm") return "unknown algorithm";
  const { costExponent, salt, nonce, data } = file;
  if (typeof costExponent !== "number" || !Number.isInteger(costExponent)) return "no cost";
  if (costExponent < 1 || costExponent > scryptCostExponentMax) return `cost 2^${costExponent} is out of range`;
  if (typeof salt !== "string" || typeof nonce !== "string" || typeof data !== "string") return "a part is missing";
  return { format, kdf: "scrypt", costExponent, salt, cipher: "aes-256-gcm", nonce, data };
}

function deriveKey(password: string, salt: Uint8Array, costExponent: number): Uint8Array {
  const cost = 2 ** costExponent;
  return scryptSync(password.normalize("NFKC"), salt, 32, {
    N: cost,
    r: blockSize,
    p: 1,
    maxmem: 2 * 128 * cost * blockSize,
  });
}

function authenticatedBytes(name: string, header: Omit<EncryptedKeyFile, "data">): Uint8Array {
  const { format, kdf, costExponent, salt, cipher, nonce } = header;
  return utf8ToBytes(JSON.stringify([name, format, kdf, costExponent, salt, cipher, nonce]));
}
