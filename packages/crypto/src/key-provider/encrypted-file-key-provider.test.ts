import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { generatePrivateKey } from "../keys/generate.ts";
import { createEncryptedFileKeyProvider } from "./encrypted-file-key-provider.ts";

const costExponent = 10;

function withFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "yanta-keys-"));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("encrypted key files", () => {
  test("give back what was saved, under their own names only", () => {
    withFolder((folder) => {
      const keys = createEncryptedFileKeyProvider({
        folder: join(folder, "keys"),
        password: "correct horse",
        costExponent,
      });
      assert.deepEqual(keys.listKeys(), []);
      const key = generatePrivateKey("SM2");
      keys.saveKey("consensus1.sign", key);
      keys.saveKey("admin", generatePrivateKey("ECDSA_P256"));
      assert.deepEqual(keys.listKeys(), ["admin", "consensus1.sign"]);
      assert.equal(keys.loadKey("consensus1.sign").toPem(), key.toPem());
      assert.throws(() => keys.saveKey("admin", key), { code: "CRYPTO_KEY_EXISTS" });
      assert.throws(() => keys.loadKey("other"), { code: "CRYPTO_KEY_NOT_FOUND" });

      const path = join(folder, "keys", "admin.key.json");
      if (process.platform !== "win32") assert.equal(statSync(path).mode & 0o777, 0o600);
      assert(!readFileSync(path, "utf8").includes("PRIVATE"));
      writeFileSync(join(folder, "keys", "renamed.key.json"), readFileSync(path));
      assert.throws(() => keys.loadKey("renamed"), { code: "CRYPTO_KEY_PASSWORD_WRONG" });
    });
  });

  test("refuse the wrong password, tampering and foreign files", () => {
    withFolder((folder) => {
      const options = { folder, password: "correct horse", costExponent };
      createEncryptedFileKeyProvider(options).saveKey("key", generatePrivateKey("ECDSA_P256"));
      assert.throws(() => createEncryptedFileKeyProvider({ ...options, password: "wrong" }).loadKey("key"), {
        code: "CRYPTO_KEY_PASSWORD_WRONG",
      });
      const path = join(folder, "key.key.json");
      const good = readFileSync(path, "utf8");
      const malformed = { code: "CRYPTO_KEY_FILE_MALFORMED" };
      const broken: readonly (readonly [string, object])[] = [
        ["{", malformed],
        ["null", malformed],
        [good.replace('"format": 1', '"format": 2'), malformed],
        [good.replace("aes-256-gcm", "rot13"), malformed],
        [good.replace('"costExponent": 10', '"costExponent": 40'), malformed],
        [good.replace('"nonce": "', '"nonce": "AAAA'), malformed],
        [good.replace('"costExponent": 10', '"costExponent": 11'), { code: "CRYPTO_KEY_PASSWORD_WRONG" }],
        ["x".repeat(40_000), malformed],
      ];
      for (const [text, error] of broken) {
        writeFileSync(path, text);
        assert.throws(() => createEncryptedFileKeyProvider(options).loadKey("key"), error, text.slice(0, 80));
      }
    });
  });

  test("names cannot leave the folder", () => {
    withFolder((folder) => {
      const keys = createEncryptedFileKeyProvider({ folder, password: "x", costExponent });
      for (const name of ["", "../x", "a/b", ".hidden", "a\0b", "x".repeat(101)]) {
        assert.throws(() => keys.loadKey(name), { code: "CRYPTO_KEY_NAME_INVALID" });
      }
    });
  });
});
