import { binaryStringToText, bytesToHex, textToBinaryString } from "@yanta/bytes";
import type { LedgerReader } from "@yanta/storage";
import type { BlockView, ChainTip, StateKey, StateRange, StateRow, TransactionView } from "../interface.ts";
import { stateRowsMax } from "../limits.ts";
import { recordToBlockView } from "./block-view.ts";

export function readTip(ledger: LedgerReader): ChainTip {
  return { height: ledger.lastHeight ?? 0n, hash: bytesToHex(ledger.lastBlockHash ?? new Uint8Array(0)) };
}

export function readBlock(ledger: LedgerReader, height: bigint): BlockView | undefined {
  const record = ledger.getBlock(height);
  return record === undefined ? undefined : recordToBlockView(record);
}

export function readTransaction(ledger: LedgerReader, txId: string): TransactionView | undefined {
  const location = ledger.getTxLocation(txId);
  return location === undefined ? undefined : readBlock(ledger, location.height)?.txs[location.index];
}

export function readState(ledger: LedgerReader, { contract, key, field }: StateKey): Uint8Array | undefined {
  return ledger.getState(contract, textToBinaryString(field === undefined ? key : `${key}#${field}`))?.slice();
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
