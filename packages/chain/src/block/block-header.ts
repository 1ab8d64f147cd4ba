import { create } from "@bufbuild/protobuf";
import { emptyBytes } from "@yanta/bytes";
import {
  type BlockHeader,
  BlockHeaderSchema,
  BlockType,
  blockHash,
  dagHash,
  type Member,
  rwSetRoot,
  txRoot,
} from "@yanta/protocol";
import type { ExecutedTx } from "../execution/seal-transaction.ts";
import type { ChainHead, ChainRules } from "./chain-head.ts";

/** Everything that a header depends on. */
export interface HeaderInput {
  readonly rules: ChainRules;
  readonly head: ChainHead;
  readonly txs: readonly ExecutedTx[];
  /** M(DAG). */
  readonly dagBytes: Uint8Array;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly proposer: Member;
  readonly consensusArgs?: Uint8Array;
}

/** The header with its hash, without signature. Spec: ledger.md §5, rpc.md §8 (block_type). */
export function buildHeader(input: HeaderInput): BlockHeader {
  const { rules, head, txs } = input;
  const { algorithm } = rules;
  const only = txs.length === 1 ? txs[0] : undefined;
  const header = create(BlockHeaderSchema, {
    blockVersion: rules.blockVersion,
    blockType: only?.tx.payload.contractName === "CHAIN_CONFIG" ? BlockType.CONFIG_BLOCK : BlockType.NORMAL_BLOCK,
    chainId: rules.config.chainId,
    blockHeight: head.height + 1n,
    preBlockHash: head.blockHash,
    preConfHeight: head.lastConfigHeight,
    txCount: txs.length,
    txRoot: txRoot(
      algorithm,
      txs.map(({ txHash }) => txHash),
    ),
    dagHash: dagHash(algorithm, input.dagBytes),
    rwSetRoot: rwSetRoot(
      algorithm,
      txs.map(({ rwSetHash }) => rwSetHash),
    ),
    blockTimestamp: input.timestamp,
    consensusArgs: input.consensusArgs ?? emptyBytes,
    proposer: input.proposer,
  });
  header.blockHash = blockHash(algorithm, header);
  return header;
}
