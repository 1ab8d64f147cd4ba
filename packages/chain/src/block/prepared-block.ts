import type { BlockHeader, ResultParts } from "@yanta/protocol";
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

/** True when a block's first transaction changed the chain configuration: later blocks name it in pre_conf_height. Spec: ledger.md §5 row 1. */
function isConfigChange(contractName: string, result: ResultParts): boolean {
  return contractName === "CHAIN_CONFIG" && result.code === 0 && (result.contractResult?.result.length ?? 0) > 0;
}
