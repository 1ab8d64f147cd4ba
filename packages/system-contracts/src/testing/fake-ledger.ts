import { decodeMessage, scanOwnBlockInfo, TransactionSchema } from "@yanta/protocol";
import { bytesToHex } from "@yanta/bytes";
import type { BlockRecord, LedgerReader, TxLocation } from "@yanta/storage";

export interface FakeLedgerOptions {
  readonly lastConfigHeight?: bigint;
  /** Blocks below it are marked as archived; their bytes stay. */
  readonly archivedHeight?: bigint;
  /** State by `contract/key`. */
  readonly state?: ReadonlyMap<string, Uint8Array>;
}

/** A committed chain over the given block records, from height 0 on. */
export function fakeLedger(records: readonly BlockRecord[], options: FakeLedgerOptions = {}): LedgerReader {
  const locations = new Map<string, TxLocation>();
  for (const record of records) {
    for (const [index, bytes] of scanOwnBlockInfo(record.blockInfoBytes).txBytes.entries()) {
      locations.set(decodeMessage(TransactionSchema, bytes).payload?.txId ?? "", { height: record.height, index });
    }
  }
  const heights = new Map(records.map((record) => [bytesToHex(record.blockHash), record.height]));
  return {
    lastHeight: records.at(-1)?.height,
    lastBlockHash: records.at(-1)?.blockHash,
    lastConfigHeight: options.lastConfigHeight,
    archivedHeight: options.archivedHeight ?? 0n,
    getBlock: (height) => {
      const record = records.find((each) => each.height === height);
      return record !== undefined && height < (options.archivedHeight ?? 0n) ? { ...record, archived: true } : record;
    },
    getHeightByHash: (hash) => heights.get(bytesToHex(hash)),
    getTxLocation: (txId) => locations.get(txId),
    getState: (contract, key) => options.state?.get(`${contract}/${key}`),
    rangeState: () => [],
    getHistory: () => [],
    getStateAt: () => undefined,
    rangeStateAt: () => [],
  };
}
