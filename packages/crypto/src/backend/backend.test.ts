import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createBackendCompliance } from "../compliance/backend-compliance.ts";
import { readSignatureVectors } from "../testing/vectors.ts";
import type { HashAlgorithm, KeyAlgorithm } from "../interface.ts";
import { createMaterial } from "../keys/private-key-encoding.ts";
import { encodeSubjectPublicKeyInfo, parseSubjectPublicKeyInfo } from "../keys/public-key-info.ts";
import { parsePemBlocks } from "../pem.ts";
import { backend as nobleBackend } from "./noble-backend.ts";
import { backend as nodeBackend } from "./node-backend.ts";

const hashAlgorithms: readonly HashAlgorithm[] = ["SHA256", "SM3", "SHA3_256"];

for (const backend of [nodeBackend, nobleBackend]) {
  describe(`${backend.name} backend`, () => {
    for (const { name, run } of createBackendCompliance(backend, readSignatureVectors())) test(name, run);
  });
}

describe("the two backends", () => {
  test("hash alike", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...hashAlgorithms), (bytes, algorithm) => {
        assert.deepEqual(nodeBackend.hash(algorithm, bytes), nobleBackend.hash(algorithm, bytes));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  test("derive the same public keys and accept each other's signatures", () => {
    const algorithms: readonly KeyAlgorithm[] = ["ECDSA_P256", "ECDSA_P384", "SM2", "ECDSA_SECP256K1", "ED25519"];
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 48, maxLength: 48 }),
        fc.constantFrom(...algorithms),
        fc.constantFrom(...hashAlgorithms),
        fc.uint8Array({ maxLength: 100 }),
        (seed, algorithm, hash, message) => {
          const secret = algorithm === "ECDSA_P384" ? seed : seed.subarray(0, 32);
          const material = createMaterial(algorithm, secret);
          const keyBits = nodeBackend.derivePublicKeyBits(material);
          assert.deepEqual(nobleBackend.derivePublicKeyBits(material), keyBits);
          if (keyBits === undefined) return;
          const key = { algorithm, spkiDer: encodeSubjectPublicKeyInfo(algorithm, keyBits), keyBits };
          for (const [signer, verifier] of [
            [nodeBackend, nobleBackend],
            [nobleBackend, nodeBackend],
          ] as const) {
            const signature = signer.createSign(material)?.(message, hash);
            assert(signature !== undefined);
            assert.equal(verifier.createVerify(key)?.(message, signature, hash), true);
          }
        },
      ),
      { seed: 2, numRuns: 40 },
    );
  });

  test("answer alike on mutated signatures, and never throw", () => {
    const vectors = readSignatureVectors().filter(({ valid, key }) => valid && key !== "ECC_NISTP384");
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.nat({ max: 3 }),
        (vector, at, byte, kind) => {
          const original = Uint8Array.from(Buffer.from(vector.sig, "hex"));
          const signature = mutate(original, at % original.length, byte, kind);
          const [node, noble] = [nodeBackend, nobleBackend].map((backend) => {
            const [block] = parsePemBlocks(vector.public_key_pem);
            assert(block !== undefined);
            return backend.createVerify(parseSubjectPublicKeyInfo(block.bytes))?.(
              Uint8Array.from(Buffer.from(vector.msg, "hex")),
              signature,
              vector.hash,
            );
          });
          assert.equal(node, noble);
        },
      ),
      { seed: 3, numRuns: 150 },
    );
  });
});

function mutate(bytes: Uint8Array, at: number, byte: number, kind: number): Uint8Array {
  switch (kind) {
    case 0:
      return Uint8Array.from(bytes, (value, index) => (index === at ? byte : value));
    case 1:
      return Uint8Array.of(...bytes.subarray(0, at), byte, ...bytes.subarray(at));
    case 2:
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1));
    default:
      return bytes.subarray(0, at);
  }
}
