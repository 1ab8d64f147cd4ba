import {
  type Chain,
  type EthereumMessage,
  ethereumAccounts,
  type ExecutionTrace,
  type InstructionDetails,
  type TransactionTrace,
  txIdLengthMax,
} from "@yanta/chain";
import { textToBinaryString, uint64ToBytesBe } from "@yanta/bytes";
import { nextTurn, type RpcMethod } from "../json-rpc/answer-request.ts";
import { readHash, readObject, readQuantity } from "../json-rpc/read-params.ts";
import { invalidParams, limitExceeded, RpcError, serverError } from "../json-rpc/rpc-error.ts";
import { responseBytesMax } from "../limits.ts";
import { toCallFrame } from "../view/call-tracer.ts";
import type { ChainBlock } from "../view/block-reader.ts";
import { carriedTransaction } from "../view/chain-transaction.ts";
import { toPrestate } from "../view/prestate-tracer.ts";
import { toStructLogs } from "../view/struct-logs.ts";
import { traceToJson } from "../view/trace-json.ts";
import { readHeight, readStateHeight } from "./read-block-tag.ts";
import { readMessage } from "./read-call.ts";
import { readOverride, stateReader } from "./read-override.ts";
import { readDetails, readTracer, type Tracer } from "./read-tracer.ts";
import type { RpcContext } from "./rpc-context.ts";

type FoundTrace = Extract<TransactionTrace, { kind: "trace" }>;

/**
 * What transactions did, or would do.
 *
 * - debug_*: go-ethereum's opcode logger, callTracer (calls between contracts of all runtimes) and prestateTracer. What a contract runs in
 *   its own frame (DELEGATECALL, precompiles) is not a call of the callTracer.
 * - yanta_traceTransaction: everything, of any transaction by its id: calls, host calls, reads, writes and, when asked for, instructions.
 */
export function createTraceMethods(context: RpcContext): Readonly<Record<string, RpcMethod>> {
  const { blocks, chain } = context;
  return {
    debug_traceTransaction: ([value, settings]) => {
      const hash = readHash(value, "transaction hash");
      return showTransaction(chain, hash, readTracer(settings));
    },
    debug_traceBlockByNumber: ([value, settings]) => {
      if (value === undefined) throw invalidParams("missing value for required argument 0");
      const height = readHeight(value, chain);
      return traceBlock(chain, blocks.read(height) ?? notFound(`block #${height}`), readTracer(settings));
    },
    debug_traceBlockByHash: ([value, settings]) => {
      const hash = readHash(value, "block hash");
      return traceBlock(chain, blocks.readByHash(hash) ?? notFound(`block 0x${hash}`), readTracer(settings));
    },
    debug_traceCall: ([call, block, settings]) => {
      const options = settings === undefined || settings === null ? {} : readObject(settings, "options");
      const tracer = readTracer(settings);
      if ((options["txIndex"] ?? null) !== null && readQuantity(options["txIndex"], "txIndex") >= 0n)
        throw invalidParams("txIndex: calls run on the state at the end of a block");
      const height = readStateHeight(block, context);
      const override = readOverride(options["stateOverrides"], options["blockOverrides"], stateReader(chain, height));
      const message = readMessage(call, context, { height, nonces: override?.nonces });
      const simulation = { message, tx: context.callTx, purpose: "call", override } as const;
      const trace = chain.traceMessage(simulation, height, { instructions: detailsOf(tracer) });
      return show(withNonce(trace, message), message, tracer);
    },
    yanta_traceTransaction: ([value, settings]) => {
      if (typeof value !== "string" || value.length === 0 || value.length > txIdLengthMax + 2)
        throw invalidParams("transaction id: not a text");
      const options = settings === undefined || settings === null ? {} : readObject(settings, "options");
      const details = options["opcodes"] === true ? readDetails(options) : undefined;
      return traceToJson(traceOf(chain, value.replace(/^0x/, ""), details));
    },
  };
}

function notFound(what: string): never {
  throw serverError(`${what} not found`);
}

const detailsOf = (tracer: Tracer): InstructionDetails | undefined =>
  tracer.kind === "instructions" ? tracer.details : undefined;

function traceOf(chain: Chain, txId: string, instructions: InstructionDetails | undefined): FoundTrace {
  const trace = chain.trace(txId, { instructions });
  if (trace.kind === "unknown") throw serverError(trace.reason);
  return trace;
}

function showTransaction(chain: Chain, txId: string, tracer: Tracer): unknown {
  const trace = traceOf(chain, txId, detailsOf(tracer));
  return show(trace, carriedTransaction(trace.tx, chain.isDevChain), tracer);
}

/** `message` is what an Ethereum address sent; undefined for a transaction of ChainMaker's. */
function show(trace: ExecutionTrace, message: Omit<EthereumMessage, "nonce"> | undefined, tracer: Tracer): unknown {
  switch (tracer.kind) {
    case "instructions":
      return toStructLogs(trace, tracer.withStorage);
    case "calls":
      return toCallFrame(trace, message, tracer.options);
    case "prestate":
      return toPrestate(trace, message, tracer.options);
  }
}

/** As a transaction would count its sender's nonce up. */
function withNonce(trace: ExecutionTrace, { from, nonce }: EthereumMessage): ExecutionTrace {
  const row = { contract: ethereumAccounts, key: textToBinaryString(from), value: uint64ToBytesBe(nonce + 1n) };
  return { ...trace, set: { reads: trace.set.reads, writes: [...trace.set.writes, row] } };
}

/** Each transaction's trace, or why there is none, with a turn for the rest of the node before each. */
async function traceBlock(chain: Chain, block: ChainBlock, tracer: Tracer): Promise<readonly unknown[]> {
  if (block.height === 0n) throw serverError("genesis is not traceable");
  if (block.isArchived) throw serverError("the block was archived");
  const results: unknown[] = [];
  let bytes = 0;
  for (const { tx, hash } of block.txs) {
    await nextTurn();
    const entry = { txHash: `0x${hash}`, ...traceInBlock(chain, tx.txId, tracer) };
    bytes += JSON.stringify(entry).length;
    if (bytes > responseBytesMax)
      throw limitExceeded("the block's traces are too large for one answer: ask for single transactions");
    results.push(entry);
  }
  return results;
}

function traceInBlock(chain: Chain, txId: string, tracer: Tracer): object {
  try {
    return { result: showTransaction(chain, txId, tracer) };
  } catch (error) {
    if (error instanceof RpcError) return { error: error.message };
    throw error;
  }
}
