import { keccak_256 } from "@noble/hashes/sha3.js";
import { backend } from "#backend";
import type { HashAlgorithm } from "./interface.ts";

/** Digest of `bytes`, 32 bytes with each of the algorithms. Spec: ledger.md §2. */
export function hashBytes(algorithm: HashAlgorithm, bytes: Uint8Array): Uint8Array {
  return backend.hash(algorithm, bytes);
}

/** Digest of the parts one after the other, as if they were one. Node.js does not join them for it. */
export function hashParts(algorithm: HashAlgorithm, parts: readonly Uint8Array[]): Uint8Array {
  return backend.hashParts(algorithm, parts);
}

/** Keccak-256 as Ethereum uses it (before SHA-3's padding change), 32 bytes. Spec: access.md §11. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes);
}

/** Whether a text names a hash algorithm a chain can use. */
export function isHashAlgorithm(name: string): name is HashAlgorithm {
  return name === "SHA256" || name === "SM3" || name === "SHA3_256";
}
