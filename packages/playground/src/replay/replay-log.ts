import { bytesToHex } from "@yanta/bytes";
import { createEvmVm } from "@yanta/evm";
import { createWasmVms } from "@yanta/vm";
import type {
  BlockView,
  ChainTip,
  SignedRequestView,
  StateKey,
  StateRange,
  StateRow,
  TraceRequest,
  TraceView,
  TransactionView,
} from "../interface.ts";
import { listState, readBlock, readRequest, readState, readTip, readTransaction } from "../worker/read-chain.ts";
import { traceForView } from "../worker/trace-view.ts";
import { decodeChainFile } from "./chain-file.ts";
import { executeBlocks } from "./execute-blocks.ts";
import { type ReplayBudget, ReplayMeter } from "./replay-meter.ts";

export interface ReplayOptions {
  readonly budget: ReplayBudget;
  /** Hex. A chain that begins otherwise is refused: whoever makes a first block of their own decides who may sign. */
  readonly genesisHash?: string;
  /** Milliseconds that never go back: the clock that the budget is measured with. */
  readonly monotonicMs: () => number;
}

/** A chain that was executed again, to look at. */
export interface ReplayedChain {
  readonly tip: ChainTip;
  readonly genesisHash: string;
  /** Of all contract calls. */
  readonly gasUsed: bigint;
  /** Of a transaction's contract calls, as executed here: what its view says is the log's own word, which no hash covers. */
  gasUsedBy(txId: string): bigint;
  getBlock(height: bigint): BlockView | undefined;
  getTransaction(txId: string): TransactionView | undefined;
  /** What was signed and by whom: whole parameters, which views and traces leave out or cut. */
  getRequest(txId: string): SignedRequestView | undefined;
  getState(key: StateKey): Uint8Array | undefined;
  listState(range: StateRange): readonly StateRow[];
  /** Executes a transaction once more; the budget does not count here. */
  trace(request: TraceRequest): TraceView;
  close(): Promise<void>;
}

/**
 * Executes the chain of a file of `exportLog` or `dump` from its first block on, in memory, and compares every hash, signature,
 * read, write and result. Block times are the log's own; no clock is asked but for the budget.
 *
 * Errors: PLAYGROUND_LOG_TOO_LARGE, PLAYGROUND_LOG_BROKEN, PLAYGROUND_LOG_NEWER, PLAYGROUND_LOG_FOREIGN,
 * PLAYGROUND_CHAIN_INVALID, PLAYGROUND_REPLAY_BUDGET, and VM_MEMORY_EXHAUSTED of a machine that lacks memory.
 */
export async function replayLog(bytes: Uint8Array, options: ReplayOptions): Promise<ReplayedChain> {
  const { budget, genesisHash, monotonicMs } = options;
  const { blocks } = decodeChainFile(bytes, budget.bytesMax);
  const meter = new ReplayMeter(budget, monotonicMs);
  const vms = [...createWasmVms(), createEvmVm()];
  const closeVms = (): void => {
    for (const vm of vms) vm.close();
  };
  try {
    const { chain, ledger } = await executeBlocks({
      blocks,
      genesisHash,
      vms: vms.map((vm) => meter.watch(vm)),
      clock: { unixSeconds: () => 0n, monotonicMs },
      check: (height) => meter.check(height),
    });
    const { gasUsed } = meter;
    meter.end();
    return {
      tip: readTip(ledger),
      genesisHash: bytesToHex(ledger.getBlock(0n)?.blockHash ?? new Uint8Array(0)),
      gasUsed,
      gasUsedBy: (txId) => meter.gasUsedBy(txId),
      getBlock: (height) => readBlock(ledger, height),
      getTransaction: (txId) => readTransaction(ledger, txId),
      getRequest: (txId) => readRequest(ledger, txId),
      getState: (key) => readState(ledger, key),
      listState: (range) => listState(ledger, range),
      trace: (request) => traceForView(chain, request),
      close: async () => {
        closeVms();
        await ledger.close();
      },
    };
  } catch (error) {
    closeVms();
    throw error;
  }
}
