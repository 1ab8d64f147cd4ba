import { bytesToHex, concatBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { EngineBinding } from "../interface.ts";

/**
 * The state that engines agree on: the last block of ours, which covers everything on chain, and the bindings that came with
 * the engine's genesis. SHA-256 over a title, the digest of the bindings and the block's hash.
 */
export function appHash(bindingsDigest: Uint8Array, lastBlockHash: Uint8Array): Uint8Array {
  return hashBytes("SHA256", concatBytes(utf8ToBytes("yanta engine state 1\n"), bindingsDigest, lastBlockHash));
}

/** SHA-256 over the bindings' node ids and keys, a line each, sorted: one digest whatever order a file has. */
export function bindingsDigest(bindings: readonly EngineBinding[]): Uint8Array {
  const lines = bindings.map(
    ({ orgId, nodeId, engineKey, peerKey }) => `${orgId} ${nodeId} ${bytesToHex(engineKey)} ${bytesToHex(peerKey)}\n`,
  );
  return hashBytes("SHA256", utf8ToBytes(lines.toSorted().join("")));
}
