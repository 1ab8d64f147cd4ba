import type { BinaryString } from "@yanta/bytes";
import type { LedgerReader } from "@yanta/storage";
import { type StateRecord, stateKey } from "../execution/state-key.ts";
import { createStateCursor } from "../execution/state-cursor.ts";

/** Rows that take the place of a ledger's. */
export interface StateOverride {
  /** An empty value hides the row. */
  readonly rows: readonly StateRecord[];
  /** Contracts none of whose own rows are seen. */
  readonly hiddenContracts: ReadonlySet<string>;
}

/** A ledger whose present state has other rows. Its past, blocks and histories are the ledger's own. */
export function ledgerWith(ledger: LedgerReader, { rows, hiddenContracts }: StateOverride): LedgerReader {
  const given = new Map(rows.map((row) => [stateKey(row.contract, row.key), row]));
  return {
    lastHeight: ledger.lastHeight,
    lastBlockHash: ledger.lastBlockHash,
    lastConfigHeight: ledger.lastConfigHeight,
    archivedHeight: ledger.archivedHeight,
    getBlock: (height) => ledger.getBlock(height),
    getHeightByHash: (hash) => ledger.getHeightByHash(hash),
    getTxLocation: (txId) => ledger.getTxLocation(txId),
    getState: (contract, key) => {
      const row = given.get(stateKey(contract, key));
      if (row !== undefined) return row.value.length === 0 ? undefined : row.value;
      return hiddenContracts.has(contract) ? undefined : ledger.getState(contract, key);
    },
    rangeState: (contract, start, limit) => {
      const newer = new Map(
        [...given.values()]
          .filter((row) => row.contract === contract && row.key >= start && row.key < limit)
          .map((row) => [row.key, row]),
      );
      return seen(hiddenContracts.has(contract) ? [] : ledger.rangeState(contract, start, limit), newer);
    },
    getStateAt: (contract, key, height) => ledger.getStateAt(contract, key, height),
    rangeStateAt: (contract, start, limit, height) => ledger.rangeStateAt(contract, start, limit, height),
    getHistory: (contract, key) => ledger.getHistory(contract, key),
  };
}

function* seen(
  committed: Iterable<readonly [key: BinaryString, value: Uint8Array]>,
  newer: ReadonlyMap<BinaryString, StateRecord>,
): Generator<readonly [key: BinaryString, value: Uint8Array], void, undefined> {
  const cursor = createStateCursor(committed, newer, () => undefined);
  for (let row = cursor.next(); row !== undefined; row = cursor.next()) {
    if (row.value.length > 0) yield [row.key, row.value];
  }
}
