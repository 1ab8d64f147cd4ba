import { equalBytes } from "@yanta/bytes";

import { storageErrors } from "../errors.ts";
import type { Kv } from "../interface.ts";
import { replayBatchSizeBytesMax } from "../limits.ts";
import type { DurableBlockLog, KnownRecord } from "../log/durable-block-log.ts";
import { deriveBlockCommit } from "./derive-commit.ts";
import { blockToChanges } from "./index-batch.ts";
import { blockKey, decodeLogPosition, decodeSavepoint, savepointKey, type Savepoint } from "./kv-layout.ts";

export interface CatchUpParts {
  readonly kv: Kv;
  readonly log: DurableBlockLog;
  /** Names the log in errors. */
  readonly path: string;
  /** Called with each height that was replayed. */
  readonly onProgress?: ((height: bigint) => void) | undefined;
}

/**
 * Brings the store up to the log: replays every record above the savepoint, from its bytes alone. Checks that the log
 * holds the savepoint's block (STORAGE_LOG_BEHIND) and that each block names the one before (STORAGE_CHAIN_BROKEN).
 * Returns the number of blocks replayed.
 */
export async function catchUp({ kv, log, path, onProgress }: CatchUpParts): Promise<number> {
  let savepoint = readSavepoint(kv);
  const after = savepoint === undefined ? undefined : savepointRecord({ kv, log, path }, savepoint);
  let sizeBytes = 0;
  let count = 0;
  for (const { record, position } of log.recover(after)) {
    const { height } = record;
    if (savepoint === undefined && height !== 0n) throw storageErrors.create("STORAGE_STORE_NEEDED", { path, height });
    const block = deriveBlockCommit(record);
    if (savepoint !== undefined && !equalBytes(block.preBlockHash, savepoint.blockHash)) {
      throw storageErrors.create("STORAGE_CHAIN_BROKEN", {
        height,
        reason: "it names another block as the one before",
      });
    }
    const configHeight = block.isConfigBlock ? height : (savepoint?.configHeight ?? 0n);
    savepoint = { height, blockHash: record.blockHash, configHeight };
    // Block by block: each looks at what the one before has written.
    kv.write(blockToChanges(kv, block, position, savepoint));
    sizeBytes += position.length;
    count++;
    onProgress?.(height);
    if (sizeBytes < replayBatchSizeBytesMax) continue;
    sizeBytes = 0;
    await kv.ready();
  }
  await kv.ready();
  return count;
}

export function readSavepoint(kv: Kv): Savepoint | undefined {
  const bytes = kv.get(savepointKey);
  return bytes === undefined ? undefined : decodeSavepoint(bytes);
}

/** Where the log holds the savepoint's block. A record that is gone or another one means that the log was cut or swapped. */
function savepointRecord({ kv, log, path }: CatchUpParts, savepoint: Savepoint): KnownRecord {
  const { height } = savepoint;
  const bytes = kv.get(blockKey(height));
  if (bytes === undefined)
    throw storageErrors.create("STORAGE_STORE_DAMAGED", { path, reason: `it lacks the place of block ${height}` });
  const position = decodeLogPosition(bytes);
  if (!log.reaches(position)) throw storageErrors.create("STORAGE_LOG_BEHIND", { storeHeight: height, path });
  const record = log.read(position);
  if (record.height !== height || !equalBytes(record.blockHash, savepoint.blockHash)) {
    throw storageErrors.create("STORAGE_CHAIN_BROKEN", {
      height,
      reason: "the store knows another block of this height",
    });
  }
  return { height, position };
}
