import { fromBinary } from "@bufbuild/protobuf";
import { bytesToBinaryString, equalBytes } from "@yanta/bytes";
import { scanBlockInfo, TransactionSchema, TxRWSetSchema, TxStatusCode } from "@yanta/protocol";

import { storageErrors } from "../errors.ts";
import type { BlockCommit, BlockRecord } from "../interface.ts";

/** A commit read back from a record, with the link to the block before. */
export interface DerivedCommit extends BlockCommit {
  readonly preBlockHash: Uint8Array;
}

/**
 * Everything a commit writes, read from the record alone. Every write of an rwset counts, also those of a failed
 * transaction, because execution has already reduced them (ledger.md §6.1); `consensus_args` of DPoS is not applied.
 * Throws STORAGE_BLOCK_INVALID when the bytes contradict the record or themselves.
 */
export function deriveBlockCommit(record: BlockRecord): DerivedCommit {
  try {
    return derive(record);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw storageErrors.create("STORAGE_BLOCK_INVALID", { height: record.height, reason }, cause);
  }
}

function derive(record: BlockRecord): DerivedCommit {
  const { header, txBytes, rwSetBytes } = scanBlockInfo(record.blockInfoBytes);
  if (header.blockHeight !== record.height) throw new Error(`the header says height ${header.blockHeight}`);
  if (!equalBytes(header.blockHash, record.blockHash)) throw new Error("the header has another block hash");
  if (txBytes.length !== header.txCount)
    throw new Error(`the header counts ${header.txCount} transactions, not ${txBytes.length}`);
  if (rwSetBytes.length !== txBytes.length) throw new Error("the number of rwsets differs from that of transactions");
  const [first] = txBytes;
  return {
    record,
    preBlockHash: header.preBlockHash,
    timestamp: header.blockTimestamp,
    isConfigBlock: record.height === 0n || (first !== undefined && isSuccessfulConfigTx(first)),
    txs: rwSetBytes.map((bytes) => {
      const { txId, txWrites } = fromBinary(TxRWSetSchema, bytes);
      return {
        txId,
        writes: txWrites.map((write) => ({
          contract: write.contractName,
          key: bytesToBinaryString(write.key),
          value: write.value,
        })),
      };
    }),
  };
}

/** Spec: ledger.md §5, "valid config block". */
function isSuccessfulConfigTx(txBytes: Uint8Array): boolean {
  const { payload, result } = fromBinary(TransactionSchema, txBytes);
  return (
    payload?.contractName === "CHAIN_CONFIG" &&
    result?.code === TxStatusCode.SUCCESS &&
    (result.contractResult?.result.length ?? 0) > 0
  );
}
