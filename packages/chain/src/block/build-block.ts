import {
  encodeBlockInfo,
  encodeDag,
  encodeMessage,
  BlockHeaderSchema,
  blockSigningMessage,
  type Payload,
} from "@yanta/protocol";
import { txFault } from "../admission/validate-tx.ts";
import { buildConflictGraph } from "../execution/conflict-graph.ts";
import { type DroppedTx, executeForProposal } from "../execution/execute-block.ts";
import type { BlockEnvironment, TxScope } from "../execution/tx-context.ts";
import type { PoolEntry } from "../mempool/mempool.ts";
import { buildHeader } from "./block-header.ts";
import type { BlockSigner } from "./block-signer.ts";
import type { ChainHead, ChainRules } from "./chain-head.ts";
import { type PreparedBlock, prepareBlock } from "./prepared-block.ts";

export interface BuildInput {
  readonly rules: ChainRules;
  readonly head: ChainHead;
  readonly environment: BlockEnvironment;
  readonly signer: BlockSigner;
  readonly entries: readonly PoolEntry[];
  /** Asked before each transaction after the first: false ends the block early. */
  readonly mayContinue: () => boolean;
  /** Whether a transaction is as old as the chain allows. */
  readonly isTimely: (payload: Payload) => boolean;
  /** Build the block also when it holds no transaction; development chains only. */
  readonly mayBeEmpty?: boolean;
}

export interface BuiltBlock {
  /** Undefined when no transaction was good. */
  readonly block: PreparedBlock | undefined;
  /** Transactions that can no longer go into a block. */
  readonly dropped: readonly DroppedTx[];
  /** Ids of transactions that must wait for the next block. */
  readonly left: readonly string[];
}

/** Builds and signs the next block of waiting transactions. Spec: ledger.md §5. */
export function buildBlock(input: BuildInput): BuiltBlock {
  const { rules, head, environment, signer, entries, mayContinue, mayBeEmpty = false } = input;
  const scopes: TxScope[] = [];
  const dropped: DroppedTx[] = [];
  for (const entry of entries) {
    const scope = scopeOf(entry, input);
    if (typeof scope === "string") dropped.push({ txId: entry.tx.txId, reason: scope });
    else scopes.push(scope);
  }
  if (scopes.length === 0 && !mayBeEmpty) return { block: undefined, dropped, left: [] };

  const { algorithm } = rules;
  const execution = executeForProposal({ environment, algorithm, scopes, mayContinue });
  const { txs } = execution;
  for (const each of execution.dropped) dropped.push(each);
  const left = execution.left.map(({ tx }) => tx.txId);
  if (txs.length === 0 && !mayBeEmpty) return { block: undefined, dropped, left };
  const dagBytes = encodeDag(
    buildConflictGraph(
      txs.map(({ set }) => set),
      execution.serialCount,
    ),
  );
  const header = buildHeader({ rules, head, txs, dagBytes, timestamp: environment.timestamp, proposer: signer.member });
  header.signature = signer.sign(blockSigningMessage(header));
  const blockInfoBytes = encodeBlockInfo({
    headerBytes: encodeMessage(BlockHeaderSchema, header),
    dagBytes,
    txBytes: txs.map(({ txBytes }) => txBytes),
    rwSetBytes: txs.map(({ rwSetBytes }) => rwSetBytes),
  });
  return { block: prepareBlock(header, blockInfoBytes, txs), dropped, left };
}

/**
 * The transaction ready to run, or why every verifier would refuse it by now: too old, its sender no longer
 * good at the block's time, or the rules have changed since it was admitted. Endorsers may have expired without a
 * change of the rules, so endorsed transactions (few) are verified in full.
 */
function scopeOf(entry: PoolEntry, { rules, environment: { timestamp }, isTimely }: BuildInput): TxScope | string {
  const { tx } = entry;
  if (!isTimely(tx.payload)) return "TxTimestamp error";
  const mustVerify = entry.verifiedAt !== rules.revision || tx.endorsers.length > 0;
  const fault = mustVerify ? txFault(tx, rules, timestamp) : undefined;
  if (fault !== undefined) return fault;
  const member = tx.sender?.signer;
  const resolved = member && rules.accessControl.resolveMember(member, timestamp);
  return resolved?.kind === "identity"
    ? { tx, sender: resolved.identity, isQuery: false }
    : (resolved?.refusal.message ?? "tx sender is nil");
}
