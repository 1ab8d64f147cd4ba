import { bytesToHex, concatBytes, uint64ToBytesBe, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { EngineBinding } from "../interface.ts";

/**
 * The state that engines agree on: the last block's chain digest, which covers everything on chain, and the bindings that came with the engine's
 * genesis. SHA-256 over a title and both digests.
 */
export function appHash(genesisDigest: Uint8Array, chainDigest: Uint8Array): Uint8Array {
  return hashBytes("SHA256", concatBytes(utf8ToBytes("yanta engine state 1\n"), genesisDigest, chainDigest));
}

/** SHA-256 over the bindings' node ids, keys and, above 1, numbers, a line each, sorted: one digest whatever order a file has. */
export function bindingsDigest(bindings: readonly EngineBinding[]): Uint8Array {
  const lines = bindings.map(({ orgId, nodeId, sequence, engineKey, peerKey }) => {
    const number = sequence > 1 ? ` ${sequence}` : "";
    return `${orgId} ${nodeId} ${bytesToHex(engineKey)} ${bytesToHex(peerKey)}${number}\n`;
  });
  return hashBytes("SHA256", utf8ToBytes(lines.toSorted().join("")));
}

/** Digest of the chain before its first engine block: of the hash of the block that it goes on from. */
export function firstDigest(blockHash: Uint8Array): Uint8Array {
  return hashBytes("SHA256", concatBytes(utf8ToBytes("yanta engine start 1\n"), blockHash));
}

/**
 * Digest of the chain with one more block. It covers what the block's own hash leaves out (signature, gas used, the engine's height), so that a node
 * which takes blocks from a stranger can check each byte of them.
 */
export function nextDigest(previous: Uint8Array, engineHeight: bigint, engineTx: Uint8Array): Uint8Array {
  return hashBytes("SHA256", concatBytes(previous, uint64ToBytesBe(engineHeight), hashBytes("SHA256", engineTx)));
}
