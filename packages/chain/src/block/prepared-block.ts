import { create } from "@bufbuild/protobuf";
import type { BinaryString } from "@yanta/bytes";
import {
  AdditionalDataSchema,
  type BlockHeader,
  encodeBlockInfo,
  encodeMessage,
  type ResultParts,
  scanOwnBlockInfo,
} from "@yanta/protocol";
import type { BlockCommit } from "@yanta/storage";
import type { ExecutedTx } from "../execution/seal-transaction.ts";
import type { Proposal } from "../interface.ts";

/** A block that is ready to be committed: built here, or received and re-executed. */
export interface PreparedBlock extends Proposal {
  readonly header: BlockHeader;
  readonly txs: readonly ExecutedTx[];
  readonly commit: BlockCommit;
}

/** Puts a block's parts into the form that the ledger commits. `blockInfoBytes` holds the block with all its rwsets. */
export function prepareBlock(
  header: BlockHeader,
  blockInfoBytes: Uint8Array,
  txs: readonly ExecutedTx[],
): PreparedBlock {
  const first = txs[0];
  return {
    height: header.blockHeight,
    blockHash: header.blockHash,
    txCount: txs.length,
    header,
    txs,
    commit: {
      record: { height: header.blockHeight, blockHash: header.blockHash, blockInfoBytes },
      timestamp: header.blockTimestamp,
      isConfigBlock: first !== undefined && isConfigChange(first.tx.payload.contractName, first.result),
      txs: txs.map(({ tx, set }) => ({ txId: tx.txId, writes: set.writes })),
    },
  };
}

/** The block without its rwsets, as nodes send it to each other. */
export function blockBytesOf({ commit }: PreparedBlock): Uint8Array {
  return encodeBlockInfo({ ...scanOwnBlockInfo(commit.record.blockInfoBytes), rwSetBytes: [] });
}

/** The value that a block's last write gives a key; undefined when it does not write it. Empty = deleted. */
export function valueWritten({ txs }: PreparedBlock, contract: string, key: BinaryString): Uint8Array | undefined {
  for (const { set } of txs.toReversed()) {
    const write = set.writes.findLast((each) => each.contract === contract && each.key === key);
    if (write !== undefined) return write.value;
  }
  return undefined;
}

/** What the ledger commits for a block with additional data. Spec: ledger.md §1 (AdditionalData). */
export function commitWithExtraData(
  { commit }: PreparedBlock,
  extraData: ReadonlyMap<string, Uint8Array>,
): BlockCommit {
  const additionalDataBytes = encodeMessage(
    AdditionalDataSchema,
    create(AdditionalDataSchema, { extraData: Object.fromEntries(extraData) }),
  );
  const blockInfoBytes = encodeBlockInfo({ ...scanOwnBlockInfo(commit.record.blockInfoBytes), additionalDataBytes });
  return { ...commit, record: { ...commit.record, blockInfoBytes } };
}

/** True when a block's first transaction changed the chain configuration: later blocks name it in pre_conf_height. Spec: ledger.md §5 row 1. */
function isConfigChange(contractName: string, result: ResultParts): boolean {
  return contractName === "CHAIN_CONFIG" && result.code === 0 && (result.contractResult?.result.length ?? 0) > 0;
}
