import { emptyBytes } from "@yanta/bytes";
import type { LedgerReader } from "@yanta/storage";
import { firstDigest } from "./app-hash.ts";
import { type EngineData, readEngineData } from "./engine-data.ts";

/** What the engine added to a stored block; undefined when no engine decided it. */
export function engineDataAt(ledger: LedgerReader, blockHeight: bigint): EngineData | undefined {
  const record = ledger.getBlock(blockHeight);
  return record === undefined ? undefined : readEngineData(record);
}

/** Digest of the chain up to a block; before the first engine block it is that of the block's hash. */
export function digestAt(ledger: LedgerReader, blockHeight: bigint): Uint8Array {
  const record = ledger.getBlock(blockHeight);
  if (record === undefined) return emptyBytes;
  return readEngineData(record)?.digest ?? firstDigest(record.blockHash);
}

/** Height of the last block of ours at or below an engine height: engine blocks without one are passed over. */
export function blockHeightAt(ledger: LedgerReader, engineHeight: bigint): bigint {
  let blockHeight = ledger.lastHeight ?? 0n;
  while (blockHeight > 0n && (engineDataAt(ledger, blockHeight)?.engineHeight ?? 0n) > engineHeight) blockHeight--;
  return blockHeight;
}

/** Where a ledger stands: the engine height of its last block, 0 before the first, and the digest of the chain. */
export function storedPosition(ledger: LedgerReader): [engineHeight: bigint, digest: Uint8Array] {
  const lastHeight = ledger.lastHeight ?? 0n;
  return [engineDataAt(ledger, lastHeight)?.engineHeight ?? 0n, digestAt(ledger, lastHeight)];
}
