import { CodedError } from "@yanta/errors";
import type { KeyModification, LedgerReader } from "@yanta/storage";
import { RecordRefused } from "../execution/rwset-recorder.ts";

/** A range of the past whose keys changed too often to be looked through. */
export class PastRangeTooLarge extends RecordRefused {
  constructor(height: bigint) {
    super(`the range has too many changes to be read at height ${height}`);
  }
}

/** The ledger as it was at the end of a block. Errors: PastRangeTooLarge from ranges. */
export function ledgerAt(ledger: LedgerReader, height: bigint): LedgerReader {
  const earlier = (asked: bigint): bigint => (asked < height ? asked : height);
  return {
    lastHeight: height,
    lastBlockHash: ledger.getBlock(height)?.blockHash,
    lastConfigHeight: ledger.lastConfigHeight,
    archivedHeight: ledger.archivedHeight,
    getBlock: (asked) => (asked > height ? undefined : ledger.getBlock(asked)),
    getHeightByHash: (hash) => ledger.getHeightByHash(hash),
    getTxLocation: (txId) => ledger.getTxLocation(txId),
    getState: (contract, key) => ledger.getStateAt(contract, key, height),
    getStateAt: (contract, key, asked) => ledger.getStateAt(contract, key, earlier(asked)),
    rangeState: (contract, start, limit) => guarded(ledger.rangeStateAt(contract, start, limit, height), height),
    rangeStateAt: (contract, start, limit, asked) =>
      guarded(ledger.rangeStateAt(contract, start, limit, earlier(asked)), earlier(asked)),
    getHistory: (contract, key) => until(ledger.getHistory(contract, key), height),
  };
}

/** Refusals of the store become the transaction's: they say nothing about the store's health. */
function* guarded<Row>(rows: Iterable<Row>, height: bigint): Generator<Row, void, undefined> {
  try {
    yield* rows;
  } catch (error) {
    if (error instanceof CodedError && error.code === "STORAGE_PAST_RANGE_SIZE") throw new PastRangeTooLarge(height);
    throw error;
  }
}

function* until(history: Iterable<KeyModification>, height: bigint): Generator<KeyModification, void, undefined> {
  for (const modification of history) {
    if (modification.height > height) return;
    yield modification;
  }
}
