import { create } from "@bufbuild/protobuf";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { ethereumChainId, type EthereumMessage, type ExecutionTrace, queryGasMax } from "@yanta/chain";
import { keccak256 } from "@yanta/crypto";
import { encodeUnsignedTransaction, revertData, revertReason } from "@yanta/ethereum";
import { BlockHeaderSchema } from "@yanta/protocol";
import { nextTurn, type RpcMethod } from "../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { readObject } from "../json-rpc/read-params.ts";
import { invalidParams, limitExceeded, RpcError, rpcErrorCodes } from "../json-rpc/rpc-error.ts";
import { responseBytesMax, simulatedBlocksMax, simulatedCallsMax } from "../limits.ts";
import { headerToJson } from "../view/block-json.ts";
import { bloomOf, type ChainBlock } from "../view/block-reader.ts";
import { logToJson } from "../view/log-json.ts";
import type { ChainLog } from "../view/logs.ts";
import { hasFailed } from "../view/struct-logs.ts";
import { logsOfTrace } from "../view/trace-logs.ts";
import { lastHeight, readStateHeight } from "./read-block-tag.ts";
import { readMessage } from "./read-call.ts";
import { readOverride } from "./read-override.ts";
import type { RpcContext } from "./rpc-context.ts";
import { SimulatedState } from "./simulated-state.ts";

/** What went before: the block below the next one. */
interface Tip {
  readonly height: bigint;
  readonly timestamp: bigint;
  /** 64 hex digits. */
  readonly hash: string;
}

interface CallRun {
  readonly message: EthereumMessage;
  /** 64 hex digits. */
  readonly hash: string;
  readonly trace: ExecutionTrace;
  readonly logs: readonly ChainLog[];
}

/**
 * eth_simulateV1: blocks of calls that nobody sent, each on the state that those before it left. Without `validation` (there are no fees to
 * judge), without whole transactions, and without gaps between the blocks. Spec: execution-apis, eth_simulateV1.
 */
export function createSimulateMethods(context: RpcContext): Readonly<Record<string, RpcMethod>> {
  return {
    eth_simulateV1: async ([value, block]) => {
      const { blockStateCalls, validation, returnFullTransactions } = readObject(value, "simulation");
      if (validation === true || returnFullTransactions === true)
        throw invalidParams("validation and returnFullTransactions are not supported");
      const blocks = readList(blockStateCalls, "blockStateCalls").map((each) => readObject(each, "block"));
      if (blocks.length === 0) throw invalidParams("empty input");
      if (blocks.length > simulatedBlocksMax) throw new RpcError(tooManyBlocks, "too many blocks");
      const calls = blocks.map(({ calls: given }) => readList(given ?? [], "calls"));
      if (calls.flat().length > simulatedCallsMax) throw invalidParams(`more than ${simulatedCallsMax} calls`);
      const simulation = new BlockSimulation(context, readStateHeight(block, context));
      const answers: unknown[] = [];
      let bytes = 0;
      for (const [index, each] of blocks.entries()) {
        const answer = await simulation.run(each, calls[index] ?? []);
        bytes += JSON.stringify(answer).length;
        if (bytes > responseBytesMax) throw limitExceeded("response too large");
        answers.push(answer);
      }
      return answers;
    },
  };
}

/** Codes of execution-apis. */
const tooManyBlocks = -38_026;
const numbersOutOfOrder = -38_020;
const timesOutOfOrder = -38_021;
const executionFailed = -32_015;

class BlockSimulation {
  readonly #context: RpcContext;
  readonly #height: bigint | undefined;
  readonly #state: SimulatedState;
  #tip: Tip;

  constructor(context: RpcContext, height: bigint | undefined) {
    const { chain, blocks } = context;
    const last = height ?? lastHeight(chain);
    const block = blocks.read(last);
    this.#context = context;
    this.#height = height;
    this.#state = new SimulatedState(chain.ledger, last);
    this.#tip = { height: last, timestamp: block?.header.blockTimestamp ?? 0n, hash: block?.hash ?? "0".repeat(64) };
  }

  async run(
    { blockOverrides, stateOverrides }: Readonly<Record<string, unknown>>,
    calls: readonly unknown[],
  ): Promise<Record<string, unknown>> {
    const override = readOverride(stateOverrides, blockOverrides, this.#state.ledger);
    const height = override?.height ?? this.#tip.height + 1n;
    const timestamp = override?.timestamp ?? this.#tip.timestamp + 1n;
    if (height !== this.#tip.height + 1n)
      throw new RpcError(numbersOutOfOrder, `block numbers must be in order: ${height} behind ${this.#tip.height}`);
    if (timestamp <= this.#tip.timestamp)
      throw new RpcError(
        timesOutOfOrder,
        `block timestamps must be in order: ${timestamp} behind ${this.#tip.timestamp}`,
      );
    if (override !== undefined) this.#state.override(override);
    const runs: CallRun[] = [];
    for (const call of calls) {
      await nextTurn();
      runs.push(this.#call(call, { height, timestamp }, runs));
    }
    return this.#close({ height, timestamp }, runs);
  }

  #call(value: unknown, { height, timestamp }: Pick<Tip, "height" | "timestamp">, before: readonly CallRun[]): CallRun {
    const { chain, callTx: tx } = this.#context;
    const message = readMessage(value, this.#context, { height: this.#height, nonces: this.#state.nonces });
    const override = this.#state.asOverride(height, timestamp);
    const trace = chain.traceMessage({ message, tx, purpose: "call", override }, this.#height);
    this.#state.apply(trace, message);
    const { from, to, data, nonce } = message;
    const chainId = ethereumChainId(chain.chainId);
    const raw = encodeUnsignedTransaction({ from, chainId, nonce, gasLimit: queryGasMax, to, data });
    const first = before.reduce((sum, { logs }) => sum + logs.length, 0);
    const logs = logsOfTrace(trace).map((log, index) => ({ ...log, index: first + index, txIndex: before.length }));
    return { message, hash: bytesToHex(keccak256(raw)), trace, logs };
  }

  #close({ height, timestamp }: Pick<Tip, "height" | "timestamp">, runs: readonly CallRun[]): Record<string, unknown> {
    const parent = this.#tip.hash;
    const text = [parent, height, timestamp, ...runs.map(({ hash }) => hash)].join(":");
    const hash = bytesToHex(keccak256(utf8ToBytes(text)));
    const logs = runs.flatMap((run) => run.logs);
    const block: ChainBlock = {
      height,
      hash,
      header: create(BlockHeaderSchema, {
        blockHeight: height,
        blockTimestamp: timestamp,
        preBlockHash: hexToBytes(parent) ?? new Uint8Array(0),
      }),
      sizeBytes: 0,
      txs: [],
      logs,
      bloom: bloomOf(logs),
      gasUsed: runs.reduce((sum, { trace }) => sum + trace.outcome.gasUsed, 0n),
      isArchived: false,
    };
    this.#tip = { height, timestamp, hash };
    return {
      ...headerToJson(block),
      uncles: [],
      transactions: runs.map((run) => `0x${run.hash}`),
      calls: runs.map((run) => callToJson(run, block)),
    };
  }
}

function callToJson({ trace, logs, hash }: CallRun, block: ChainBlock): Record<string, unknown> {
  const { outcome } = trace;
  const gasUsed = toQuantity(outcome.gasUsed);
  if (!hasFailed(outcome)) {
    const shown = logs.map((log) => ({ ...logToJson(log, block), transactionHash: `0x${hash}` }));
    return { returnData: toData(outcome.result), logs: shown, gasUsed, maxUsedGas: gasUsed, status: "0x1" };
  }
  const data = revertData(outcome.message);
  const reason = data === undefined ? undefined : revertReason(data);
  const error =
    data === undefined
      ? { code: executionFailed, message: outcome.message }
      : {
          code: rpcErrorCodes.reverted,
          message: reason === undefined ? "execution reverted" : `execution reverted: ${reason}`,
          data: toData(data),
        };
  return {
    returnData: toData(data ?? new Uint8Array(0)),
    logs: [],
    gasUsed,
    maxUsedGas: gasUsed,
    status: "0x0",
    error,
  };
}

function readList(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidParams(`${name}: not a list`);
  return value;
}
