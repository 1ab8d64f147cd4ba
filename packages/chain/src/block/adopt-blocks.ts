import { deriveBlockCommit, type BlockRecord, type Ledger } from "@yanta/storage";

/** Stores blocks in their order, each with all that it wrote, without executing them. Errors: those of storage. */
export async function adoptBlocks(ledger: Ledger, records: Iterable<BlockRecord>): Promise<void> {
  for (const record of records) await ledger.commit(deriveBlockCommit(record));
}
