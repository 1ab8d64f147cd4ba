import { create, fromBinary } from "@bufbuild/protobuf";
import { equalBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import {
  blockHash,
  blockSigningMessage,
  DAGSchema,
  encodeBlockInfo,
  EndorsementEntrySchema,
  ResultSchema,
  resultComparisonBytes,
  type ScannedBlockInfo,
  scanBlockInfo,
  type SplitTransaction,
  splitTransaction,
  TxType,
} from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import { isTimely } from "../admission/timestamp-window.ts";
import { txFault } from "../admission/validate-tx.ts";
import { type ConflictGraph, conflictGraphFault } from "../execution/conflict-graph.ts";
import { executeInOrder } from "../execution/execute-block.ts";
import { ExecutionImpossible } from "../execution/run-transaction.ts";
import type { ExecutedTx } from "../execution/seal-transaction.ts";
import type { BlockEnvironment, TxScope } from "../execution/tx-context.ts";
import type { BlockFault, BlockFaultKind, EngineTime } from "../interface.ts";
import { blockTxCapacityDefault } from "../limits.ts";
import type { PoolEntry } from "../mempool/mempool.ts";
import { classifyTx } from "../mempool/classify-tx.ts";
import { buildHeader } from "./block-header.ts";
import { blockTimeFault } from "./block-time.ts";
import type { ChainHead, ChainRules } from "./chain-head.ts";
import { type PreparedBlock, prepareBlock } from "./prepared-block.ts";

export interface VerifyInput {
  readonly blockInfoBytes: Uint8Array;
  /** Given while consensus decides on the block. */
  readonly engineTime: EngineTime | undefined;
  readonly rules: ChainRules;
  readonly head: ChainHead;
  /** Whether blocks without transactions are good: on a development chain. */
  readonly mayBeEmpty: boolean;
  readonly ledger: LedgerReader;
  /** The environment of a block at a height and a time. */
  readonly environmentAt: (height: bigint, timestamp: bigint) => BlockEnvironment;
  /** The transaction as this node admitted it itself, if it did. */
  readonly poolEntry: (txId: string) => PoolEntry | undefined;
}

export type Verification =
  | { readonly kind: "valid"; readonly block: PreparedBlock }
  | { readonly kind: "invalid"; readonly fault: BlockFault };

class Refused extends Error {
  readonly fault: BlockFault;
  constructor(kind: BlockFaultKind, message: string) {
    super(message);
    this.fault = { kind, message };
  }
}

/**
 * Re-executes a block and compares everything in it: position, hash, proposer, transactions, read and write sets,
 * results, roots. Spec: ledger.md §7.3.
 */
export function verifyBlock(input: VerifyInput): Verification {
  try {
    return { kind: "valid", block: checkBlock(input) };
  } catch (error) {
    if (error instanceof Refused) return { kind: "invalid", fault: error.fault };
    if (error instanceof ExecutionImpossible)
      return { kind: "invalid", fault: { kind: "wrong-execution", message: error.message } };
    if (error instanceof CodedError && error.code.startsWith("PROTOCOL_")) {
      return { kind: "invalid", fault: { kind: "malformed", message: error.message } };
    }
    throw error;
  }
}

function checkBlock(input: VerifyInput): PreparedBlock {
  const { rules, head } = input;
  const scanned = scanBlockInfo(input.blockInfoBytes);
  const { header } = scanned;
  checkHeader(scanned, input);
  const timeFault = blockTimeFault(header.blockTimestamp, head, rules.config, input.engineTime);
  refuseUnless(timeFault === undefined, "wrong-time", timeFault ?? "");
  const { length: rwSetCount } = scanned.rwSetBytes;
  refuseUnless(
    rwSetCount === 0 || rwSetCount === scanned.txBytes.length,
    "wrong-execution",
    "rwset_list has another length than txs",
  );

  const split = scanned.txBytes.map(splitTransaction);
  checkTransactions(split, input, header.blockTimestamp);
  const graph = readGraph(scanned);
  const environment = input.environmentAt(header.blockHeight, header.blockTimestamp);
  const executed = executeInOrder(
    environment,
    rules.algorithm,
    split.map(({ tx }) => scopeOf(tx, rules, header.blockTimestamp)),
  );
  const isNew = input.engineTime !== undefined;
  const txs = executed.map((own, index) => checkExecution(own, split[index], scanned.rwSetBytes[index], isNew));

  const graphFault = conflictGraphFault(graph, txs.length);
  refuseUnless(graphFault === undefined, "wrong-graph", graphFault ?? "");
  const { proposer, consensusArgs } = header;
  if (proposer === undefined || scanned.dagBytes === undefined)
    throw new Refused("wrong-header", "proposer or dag is missing");
  const own = buildHeader({
    rules,
    head,
    txs,
    dagBytes: scanned.dagBytes,
    timestamp: header.blockTimestamp,
    proposer,
    consensusArgs,
  });
  for (const root of ["txRoot", "rwSetRoot", "dagHash", "blockHash"] as const) {
    refuseUnless(equalBytes(own[root], header[root]), "wrong-execution", `${root} differs from own execution`);
  }
  const blockInfoBytes = encodeBlockInfo({ ...scanned, rwSetBytes: txs.map(({ rwSetBytes }) => rwSetBytes) });
  return prepareBlock(header, blockInfoBytes, txs);
}

function checkHeader({ header, txBytes }: ScannedBlockInfo, { rules, head, mayBeEmpty }: VerifyInput): void {
  const { config, accessControl, algorithm } = rules;
  refuseUnless(
    header.chainId === config.chainId,
    "wrong-header",
    `chain id ${header.chainId}, wanted ${config.chainId}`,
  );
  refuseUnless(
    header.blockHeight === head.height + 1n,
    "wrong-position",
    `height ${header.blockHeight} cannot follow ${head.height}`,
  );
  refuseUnless(
    equalBytes(header.preBlockHash, head.blockHash),
    "wrong-position",
    "pre_block_hash is not the last block's hash",
  );
  refuseUnless(
    header.blockVersion === rules.blockVersion,
    "wrong-header",
    `block version ${header.blockVersion}, wanted ${rules.blockVersion}`,
  );
  const capacity = config.block?.blockTxCapacity || blockTxCapacityDefault;
  refuseUnless(txBytes.length > 0 || mayBeEmpty, "wrong-transactions", "the block is empty");
  refuseUnless(txBytes.length <= capacity, "wrong-transactions", `${txBytes.length} txs, capacity ${capacity}`);
  refuseUnless(
    header.txCount === txBytes.length,
    "wrong-transactions",
    `tx_count ${header.txCount}, but ${txBytes.length} txs`,
  );
  refuseUnless(
    equalBytes(blockHash(algorithm, header), header.blockHash),
    "wrong-hash",
    "block_hash is not the header's hash",
  );
  if (header.proposer === undefined) throw new Refused("wrong-proposer", "proposer is missing");
  const entry = create(EndorsementEntrySchema, { signer: header.proposer, signature: header.signature });
  const refusal = accessControl.verifyEndorsement(
    "CONSENSUS",
    blockSigningMessage(header),
    entry,
    header.blockTimestamp,
  );
  refuseUnless(refusal === undefined, "wrong-proposer", refusal?.message ?? "");
}

/** Bytes of a vertex without its neighbours, and of a neighbour: tag and length, and a varint of 32 bits. */
const [vertexBytesMax, neighbourBytesMax] = [12, 5];

/** A graph with more bytes than these transactions can need is not decoded: two bytes make an object of a hundred. */
function readGraph({ dagBytes, txBytes: { length } }: ScannedBlockInfo): ConflictGraph {
  if (dagBytes === undefined) throw new Refused("wrong-graph", "dag is missing");
  const bytesMax = length * vertexBytesMax + ((length * (length - 1)) / 2) * neighbourBytesMax;
  refuseUnless(dagBytes.length <= bytesMax, "wrong-graph", `dag has ${dagBytes.length} bytes for ${length} txs`);
  return fromBinary(DAGSchema, dagBytes).vertexes.map(({ neighbors }) => neighbors);
}

function checkTransactions(
  split: readonly SplitTransaction[],
  { rules, ledger, poolEntry, engineTime }: VerifyInput,
  timestamp: bigint,
): void {
  const seen = new Set<string>();
  for (const { tx } of split) {
    const { txId, payload } = tx;
    refuseUnless(!seen.has(txId), "wrong-transactions", `tx ${txId} is twice in the block`);
    seen.add(txId);
    refuseUnless(payload.txType === TxType.INVOKE_CONTRACT, "wrong-transactions", `tx ${txId} is no INVOKE_CONTRACT`);
    refuseUnless(
      split.length === 1 || classifyTx(payload) === "common",
      "wrong-transactions",
      `tx ${txId} must stand alone in its block`,
    );
    refuseUnless(ledger.getTxLocation(txId) === undefined, "wrong-transactions", `tx ${txId} is already on the chain`);
    refuseUnless(
      engineTime === undefined || isTimely(payload, rules.config, [timestamp]),
      "wrong-transactions",
      `tx ${txId}: TxTimestamp error`,
    );
    const admitted = poolEntry(txId);
    const isVerified =
      admitted?.verifiedAt === rules.revision &&
      tx.endorsers.length === 0 &&
      equalBytes(admitted.tx.toRequestBytes(), tx.toRequestBytes());
    const fault = isVerified ? undefined : txFault(tx, rules, timestamp);
    refuseUnless(fault === undefined, "wrong-transactions", `tx ${txId}: ${fault ?? ""}`);
  }
}

function scopeOf(tx: SplitTransaction["tx"], rules: ChainRules, timestamp: bigint): TxScope {
  const member = tx.sender?.signer;
  const resolved = member && rules.accessControl.resolveMember(member, timestamp);
  if (resolved?.kind !== "identity")
    throw new Refused("wrong-transactions", `tx ${tx.txId}: ${resolved?.refusal.message ?? "no sender"}`);
  return { tx, sender: resolved.identity, isQuery: false };
}

/**
 * Compares one transaction with its own execution. Its bytes stay as received. No hash covers gas_used: what was decided elsewhere may have another,
 * but nobody votes for a proposer's wrong word.
 */
function checkExecution(
  own: ExecutedTx,
  given: SplitTransaction | undefined,
  rwSetBytes: Uint8Array | undefined,
  isNew: boolean,
): ExecutedTx {
  const { txId } = own.tx;
  if (given?.resultBytes === undefined) throw new Refused("wrong-execution", `tx ${txId} has no result`);
  const result = fromBinary(ResultSchema, given.resultBytes);
  refuseUnless(
    equalBytes(result.rwSetHash, own.rwSetHash),
    "wrong-execution",
    `tx ${txId}: rw_set_hash differs from own execution`,
  );
  refuseUnless(
    equalBytes(resultComparisonBytes(result), own.comparisonBytes),
    "wrong-execution",
    `tx ${txId}: result differs from own execution`,
  );
  refuseUnless(
    !isNew || equalBytes(given.resultBytes, own.resultBytes),
    "wrong-execution",
    `tx ${txId}: gas_used, or the form of the result, differs from own execution`,
  );
  refuseUnless(
    rwSetBytes === undefined || equalBytes(rwSetBytes, own.rwSetBytes),
    "wrong-execution",
    `tx ${txId}: rwset differs from own execution`,
  );
  return { ...own, resultBytes: given.resultBytes, txBytes: given.transactionBytes };
}

function refuseUnless(condition: boolean, kind: BlockFaultKind, message: string): void {
  if (!condition) throw new Refused(kind, message);
}
