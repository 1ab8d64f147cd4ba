import { create, fromBinary } from "@bufbuild/protobuf";
import { ResultSchema, scanOwnBlockInfo, TransactionSchema } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import type { CommittedTx } from "../interface.ts";

/** What came of a transaction, read from its block; undefined when it is in none. */
export function findCommitted(ledger: LedgerReader, txId: string): CommittedTx | undefined {
  const location = ledger.getTxLocation(txId);
  const record = location && ledger.getBlock(location.height);
  if (location === undefined || record === undefined) return undefined;
  const { header, txBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  const bytes = txBytes[location.index];
  if (bytes === undefined) return undefined;
  const { result } = fromBinary(TransactionSchema, bytes);
  return { ...location, blockTimestamp: header.blockTimestamp, result: result ?? create(ResultSchema) };
}
