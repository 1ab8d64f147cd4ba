import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { bytesToBase58, generatePrivateKey, keccak256 } from "@yanta/crypto";
import fc from "fast-check";
import { openContractChain, type InstalledContract } from "./contract-chain.ts";
import { compileSource } from "./testing/compile-source.ts";

const source = `
import { base64ToBytes, bytesToBase58, bytesToHex, keccak256, sha256, Sm2PublicKey, sm3 } from "@yanta/contract-sdk";

export function hash(name: string, data: Uint8Array): string {
  return bytesToHex(name == "sha256" ? sha256(data) : name == "sm3" ? sm3(data) : keccak256(data));
}
export function base58(data: Uint8Array): string { return bytesToBase58(data); }
export function base64(text: string): Uint8Array { return base64ToBytes(text, "text"); }
export function verify(pem: string, message: Uint8Array, signature: Uint8Array): string {
  const key = Sm2PublicKey.fromPem(pem);
  return key == null ? "no key" : key.verify(message, signature).toString();
}
`;
const vectors = JSON.parse(
  readFileSync(new URL("../../../third_party/chainmaker-vectors/cmdid-sm2.json", import.meta.url), "utf8"),
) as { publicKeyPem: string; did: string; address: string };

describe("cryptography of the contract library", () => {
  let contract: InstalledContract;
  before(async () => {
    contract = await (await openContractChain()).install("crypto", await compileSource(source, "release"));
  });
  const ask = async (method: string, parameters: Record<string, string | Uint8Array>) => {
    const result = await contract.query(method, parameters);
    return result.ok ? result.text : result.message;
  };

  it("hashes as Node.js and our own crypto do, around every block border", async () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 135, 136, 137, 271, 272, 1000]) {
      const data = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
      for (const name of ["sha256", "sm3"])
        assert.equal(
          await ask("hash", { name, data }),
          createHash(name).update(data).digest("hex"),
          `${name} ${length}`,
        );
      assert.equal(
        await ask("hash", { name: "keccak", data }),
        Buffer.from(keccak256(data)).toString("hex"),
        `keccak ${length}`,
      );
    }
  });

  it("encodes and decodes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 40 }), async (bytes) => {
        assert.equal(await ask("base58", { data: bytes }), bytesToBase58(bytes));
        const text = Buffer.from(bytes).toString("base64");
        assert.deepEqual((await contract.query("base64", { text })).bytes, Uint8Array.from(bytes));
      }),
      { numRuns: 80 },
    );
    for (const text of ["A", "AA", "AAA", "A===", "AB==", "AAB=", "AA=A", "A A=", "AAA\n", "=AAA", "AA-_"])
      assert.match(await ask("base64", { text }), /text is no base64/, text);
  });

  it("verifies SM2 signatures, and nothing that was touched", async () => {
    for (let i = 0; i < 4; i++) {
      const key = generatePrivateKey("SM2");
      const pem = key.publicKey.pem;
      const message = new TextEncoder().encode(`message ${i}`);
      const signature = key.sign(message, "SM3");
      assert.equal(await ask("verify", { pem, message, signature }), "true");
      assert.equal(await ask("verify", { pem, message: new Uint8Array([1]), signature }), "false");
      for (let at = 0; at < signature.length; at += 3) {
        const touched = Uint8Array.from(signature, (byte, index) => (index === at ? byte ^ 1 : byte));
        assert.equal(await ask("verify", { pem, message, signature: touched }), "false", `byte ${at}`);
      }
      assert.equal(await ask("verify", { pem, message, signature: Uint8Array.from([...signature, 0]) }), "false");
      assert.equal(await ask("verify", { pem, message, signature: new Uint8Array(0) }), "false");
      assert.equal(await ask("verify", { pem: vectors.publicKeyPem, message, signature }), "false");
    }
  });

  it("takes only keys on the curve", async () => {
    const message = new Uint8Array(0);
    assert.equal(await ask("verify", { pem: vectors.publicKeyPem, message, signature: message }), "false");
    const p256 = generatePrivateKey("ECDSA_P256").publicKey.pem;
    const off = vectors.publicKeyPem.replace("EQ4A", "EQ4B");
    for (const pem of [p256, off, "", "x"])
      assert.equal(await ask("verify", { pem, message, signature: message }), "no key");
  });
});
