import { deriveBlockCommit, type BlockCommit, type BlockRecord, type Ledger } from "@yanta/storage";
import { adoptedBatchBytesTarget } from "../limits.ts";

/**
 * Stores blocks in their order, each with all that it wrote, without executing them; some hundred at a time become durable together.
 * Returns the last one, undefined when there was none. Errors: those of storage.
 */
export async function adoptBlocks(ledger: Ledger, records: Iterable<BlockRecord>): Promise<BlockCommit | undefined> {
  let batch: BlockCommit[] = [];
  let last: BlockCommit | undefined;
  let sizeBytes = 0;
  for (const record of records) {
    last = deriveBlockCommit(record);
    batch.push(last);
    sizeBytes += record.blockInfoBytes.length;
    if (sizeBytes < adoptedBatchBytesTarget) continue;
    await ledger.commitAll(batch);
    batch = [];
    sizeBytes = 0;
  }
  if (batch.length > 0) await ledger.commitAll(batch);
  return last;
}
