import type { LedgerReader } from "@yanta/storage";

/** A range or history of the past was asked for; the ledger keeps values of the past by key only. */
export class PastRangeUnknown extends Error {
  constructor(height: bigint) {
    super(`ranges of the state at height ${height} are not kept`);
  }
}

/** The ledger as it was at the end of a block: its blocks, and the value of each key. Ranges throw PastRangeUnknown. */
export function ledgerAt(ledger: LedgerReader, height: bigint): LedgerReader {
  const unknown = (): never => {
    throw new PastRangeUnknown(height);
  };
  return {
    lastHeight: height,
    lastBlockHash: ledger.getBlock(height)?.blockHash,
    lastConfigHeight: ledger.lastConfigHeight,
    archivedHeight: ledger.archivedHeight,
    getBlock: (asked) => (asked > height ? undefined : ledger.getBlock(asked)),
    getHeightByHash: (hash) => ledger.getHeightByHash(hash),
    getTxLocation: (txId) => ledger.getTxLocation(txId),
    getState: (contract, key) => ledger.getStateAt(contract, key, height),
    getStateAt: (contract, key, asked) => ledger.getStateAt(contract, key, asked < height ? asked : height),
    rangeState: unknown,
    getHistory: unknown,
  };
}
