import {
  appHash,
  bindingsDigest,
  decodeSignedHeader,
  encodeBlockTx,
  type EngineBinding,
  firstDigest,
  nextDigest,
} from "@yanta/consensus/certificate";
import type { CommitProof } from "./interface.ts";

/**
 * The application's hash before each block, as far as the proof brings all blocks with their votes in a row from the genesis on, by height. It is made of
 * unproven bytes: compared with what votes cover, it shows that they are the bytes that were decided. Spec: docs/adr/0013-cometbft.md "Heights, hashes, replay".
 */
export function appHashesBefore(
  genesisHash: Uint8Array,
  bindings: readonly EngineBinding[],
  commitAt: (height: bigint) => CommitProof | undefined,
): ReadonlyMap<bigint, Uint8Array> {
  const genesisDigest = bindingsDigest(bindings);
  const hashes = new Map<bigint, Uint8Array>();
  let digest = firstDigest(genesisHash);
  for (let height = 1n; ; height++) {
    hashes.set(height, appHash(genesisDigest, digest));
    const commit = commitAt(height);
    const engineHeight = commit && decodeSignedHeader(commit.certificate)?.header?.height;
    if (commit === undefined || engineHeight === undefined || engineHeight < 0n) return hashes;
    digest = nextDigest(digest, engineHeight, encodeBlockTx(commit.blockBytes));
  }
}
