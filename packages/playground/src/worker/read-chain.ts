import { type BinaryString, binaryStringToText, textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import type { LedgerReader, StateWrite } from "@yanta/storage";
import type { BlockView, ChainTip, StateEntry, StateKey, StateRange, StateRow, TransactionView } from "../interface.ts";
import { stateRowsMax } from "../limits.ts";
import { recordToBlockView } from "./block-view.ts";

export function readTip(ledger: LedgerReader): ChainTip {
  const height = ledger.lastHeight ?? 0n;
  const { hash = "", timestamp = 0n } = readBlock(ledger, height) ?? {};
  return { height, hash, timestamp };
}

export function readBlock(ledger: LedgerReader, height: bigint): BlockView | undefined {
  const record = ledger.getBlock(height);
  return record === undefined ? undefined : recordToBlockView(record);
}

export function readTransaction(ledger: LedgerReader, txId: string): TransactionView | undefined {
  const location = ledger.getTxLocation(txId);
  return location === undefined ? undefined : readBlock(ledger, location.height)?.txs[location.index];
}

export function readState(ledger: LedgerReader, key: StateKey): Uint8Array | undefined {
  return ledger.getState(key.contract, storedKey(key))?.slice();
}

/** A row as the chain's controls take it. */
export function entryToWrite({ value, ...key }: StateEntry): StateWrite {
  return {
    contract: key.contract,
    key: storedKey(key),
    value: typeof value === "string" ? utf8ToBytes(value) : value,
  };
}

function storedKey({ key, field }: StateKey): BinaryString {
  return textToBinaryString(field === undefined ? key : `${key}#${field}`);
}

export function listState(
  ledger: LedgerReader,
  { contract, prefix = "", limit = stateRowsMax }: StateRange,
): readonly StateRow[] {
  const start = textToBinaryString(prefix);
  const rows: StateRow[] = [];
  for (const [key, value] of ledger.rangeState(contract, start, `${start}\u00ff`)) {
    if (rows.length >= Math.min(limit, stateRowsMax)) break;
    rows.push({ key: binaryStringToText(key), value: value.slice() });
  }
  return rows;
}
