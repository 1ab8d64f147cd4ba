import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { cryptoErrors } from "../errors.ts";
import type { KeyProvider, PrivateKey } from "../interface.ts";
import { parsePrivateKey } from "../keys/private-key.ts";
import { keyFileSizeBytesMax } from "../limits.ts";
import { randomBytes, type RandomBytes } from "../random.ts";
import { decryptKey, encryptKey } from "./encrypted-key.ts";

const suffix = ".key.json";

/** Keys in a folder, one encrypted file each. */
export interface EncryptedFileKeyProvider extends KeyProvider {
  /** Errors: CRYPTO_KEY_NAME_INVALID, CRYPTO_KEY_NOT_FOUND, CRYPTO_KEY_FILE_MALFORMED, CRYPTO_KEY_PASSWORD_WRONG. */
  loadKey(name: string): PrivateKey;
  /** Writes a new file of mode 0600 and syncs it. Errors: CRYPTO_KEY_NAME_INVALID, CRYPTO_KEY_EXISTS. */
  saveKey(name: string, key: PrivateKey): void;
}

export interface EncryptedFileKeyProviderOptions {
  readonly folder: string;
  readonly password: string;
  readonly random?: RandomBytes;
  /** scrypt cost of new files as exponent of two; the default is for production. */
  readonly costExponent?: number;
}

/**
 * A key provider over a folder of files `NAME.key.json`, each encrypted with scrypt and AES-256-GCM.
 * Loading a key takes a third of a second on purpose: it happens at start-up.
 */
export function createEncryptedFileKeyProvider(options: EncryptedFileKeyProviderOptions): EncryptedFileKeyProvider {
  const { folder, password, random = randomBytes, costExponent } = options;
  const pathOf = (name: string): string => {
    if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/.test(name))
      throw cryptoErrors.create("CRYPTO_KEY_NAME_INVALID", { name });
    return join(folder, `${name}${suffix}`);
  };
  return {
    listKeys() {
      if (!existsSync(folder)) return [];
      return readdirSync(folder)
        .filter((file) => file.endsWith(suffix))
        .map((file) => file.slice(0, -suffix.length))
        .sort();
    },
    loadKey(name) {
      const path = pathOf(name);
      if (!existsSync(path)) throw cryptoErrors.create("CRYPTO_KEY_NOT_FOUND", { name, folder });
      if (statSync(path).size > keyFileSizeBytesMax) {
        throw cryptoErrors.create("CRYPTO_KEY_FILE_MALFORMED", { path, reason: "too large" });
      }
      const result = decryptKey(name, readFileSync(path, "utf8"), password);
      switch (result.kind) {
        case "pem":
          return parsePrivateKey(result.pem);
        case "wrongPassword":
          throw cryptoErrors.create("CRYPTO_KEY_PASSWORD_WRONG");
        case "malformed":
          throw cryptoErrors.create("CRYPTO_KEY_FILE_MALFORMED", { path, reason: result.reason });
      }
    },
    saveKey(name, key) {
      const path = pathOf(name);
      if (existsSync(path)) throw cryptoErrors.create("CRYPTO_KEY_EXISTS", { name, folder });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const pem = key.toPem();
      writeDurably(
        path,
        encryptKey({ name, pem, password, random, ...(costExponent === undefined ? {} : { costExponent }) }),
      );
    },
  };
}

/** A reader never sees half a file, also after a crash. */
function writeDurably(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, "w", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
