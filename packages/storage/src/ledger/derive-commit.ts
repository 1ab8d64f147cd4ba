import { fromBinary } from "@bufbuild/protobuf";
import { bytesToBinaryString, equalBytes } from "@yanta/bytes";
import { BlockInfoSchema, TxStatusCode, type Block, type BlockInfo } from "@yanta/protocol";

import { storageErrors } from "../errors.ts";
import type { BlockCommit, BlockRecord } from "../interface.ts";

/** A commit read back from a record, with the link to the block before. */
export interface DerivedCommit extends BlockCommit {
  readonly preBlockHash: Uint8Array;
}

/**
 * Everything a commit writes, read from the record alone. Every write of an rwset counts, also those of a failed
 * transaction, because execution has already reduced them (ledger.md §6.1).
 * Throws STORAGE_BLOCK_INVALID when the bytes contradict the record or themselves.
 */
export function deriveBlockCommit(record: BlockRecord): DerivedCommit {
  const invalid = (reason: string, cause?: unknown): never => {
    throw storageErrors.create("STORAGE_BLOCK_INVALID", { height: record.height, reason }, cause);
  };
  let info: BlockInfo;
  try {
    info = fromBinary(BlockInfoSchema, record.blockInfoBytes);
  } catch (cause) {
    return invalid("the bytes are not a BlockInfo", cause);
  }
  const block = info.block;
  const header = block?.header;
  if (block === undefined || header === undefined) return invalid("the header is missing");
  if (header.blockHeight !== record.height) return invalid(`the header says height ${header.blockHeight}`);
  if (!equalBytes(header.blockHash, record.blockHash)) return invalid("the header has another block hash");
  if (info.rwsetList.length !== block.txs.length) return invalid("the number of rwsets differs from that of transactions");
  return {
    record,
    preBlockHash: header.preBlockHash,
    timestamp: header.blockTimestamp,
    isConfigBlock: record.height === 0n || isValidConfigBlock(block),
    txs: block.txs.map((tx, index) => {
      const txId = tx.payload?.txId ?? invalid(`transaction ${index} has no payload`);
      const rwset = info.rwsetList[index];
      if (rwset?.txId !== txId) return invalid(`rwset ${index} belongs to another transaction`);
      return {
        txId,
        writes: rwset.txWrites.map((write) => ({
          contract: write.contractName,
          key: bytesToBinaryString(write.key),
          value: write.value,
        })),
      };
    }),
  };
}

/** Spec: ledger.md §5, "valid config block". */
function isValidConfigBlock(block: Block): boolean {
  const first = block.txs[0];
  return (
    first?.payload?.contractName === "CHAIN_CONFIG" &&
    first.result?.code === TxStatusCode.SUCCESS &&
    (first.result.contractResult?.result.length ?? 0) > 0
  );
}
