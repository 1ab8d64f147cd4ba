import { bytesToHex, equalBytes } from "@yanta/bytes";
import type { Chain, ChainClock } from "@yanta/chain";
import { CodedError } from "@yanta/errors";
import {
  type ChainConfig,
  ChainConfigSchema,
  createGenesis,
  decodeMessage,
  ResultSchema,
  scanBlockInfo,
  splitTransaction,
} from "@yanta/protocol";
import { type Ledger, openMemoryLedger } from "@yanta/storage";
import type { Vm } from "@yanta/vm";
import { playgroundErrors } from "../errors.ts";
import { openReplica } from "../worker/running-chain.ts";

export interface ExecuteBlocksOptions {
  /** M(common.BlockInfo) of each block from the first on. */
  readonly blocks: readonly Uint8Array[];
  readonly vms: readonly Vm[];
  readonly clock: ChainClock;
  /** What the first block's hash has to be, in hex; anything when absent. */
  readonly genesisHash?: string | undefined;
  /** Called before a block is taken, and once more after its execution. May throw. */
  readonly check?: (height: bigint) => void;
}

/** A chain in memory whose blocks were all executed. */
export interface ExecutedChain {
  readonly chain: Chain;
  readonly ledger: Ledger;
}

/**
 * Executes every block again on an empty ledger, from its bytes, and compares everything. The first block must be the one
 * that follows from the configuration in it; that configuration is all that is taken on trust.
 *
 * Errors: PLAYGROUND_CHAIN_INVALID, PLAYGROUND_LOG_FOREIGN, those of `check` and of runtimes that ran out of memory.
 */
export async function executeBlocks(options: ExecuteBlocksOptions): Promise<ExecutedChain> {
  const { genesisHash, check = () => undefined } = options;
  const [first, ...rest] = options.blocks;
  if (first === undefined) throw invalid(0n, "it is missing");
  const genesis = refuseUncoded(0n, () => readGenesisConfig(first));
  const found = bytesToHex(createGenesis(genesis).blockHash);
  if (genesisHash !== undefined && genesisHash !== found)
    throw playgroundErrors.create("PLAYGROUND_LOG_FOREIGN", { found });
  const ledger = openMemoryLedger({ chainId: genesis.chainId });
  const { chain, producer, verifier } = await openReplica({ ...options, ledger, genesis });
  for (const [index, blockInfoBytes] of rest.entries()) {
    const height = BigInt(index) + 1n;
    check(height);
    const verdict = refuseUncoded(height, () => verifier.verify(blockInfoBytes));
    // A spent budget makes executions differ: it comes first.
    check(height);
    if (verdict.kind === "invalid") throw invalid(height, verdict.fault.message);
    await producer.commit(verdict.proposal);
  }
  return { chain, ledger };
}

function readGenesisConfig(blockInfoBytes: Uint8Array): ChainConfig {
  const [txBytes] = scanBlockInfo(blockInfoBytes).txBytes;
  const resultBytes = txBytes === undefined ? undefined : splitTransaction(txBytes).resultBytes;
  if (resultBytes === undefined) throw invalid(0n, "it holds no configuration");
  const config = decodeMessage(
    ChainConfigSchema,
    decodeMessage(ResultSchema, resultBytes).contractResult?.result ?? new Uint8Array(0),
  );
  if (!equalBytes(createGenesis(config).blockInfoBytes, blockInfoBytes))
    throw invalid(0n, "it does not follow from its configuration");
  return config;
}

/** Whatever hostile bytes make the code throw is a refusal of the block. */
function refuseUncoded<T>(height: bigint, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof CodedError && /^(PLAYGROUND|VM)_/.test(error.code)) throw error;
    throw playgroundErrors.create(
      "PLAYGROUND_CHAIN_INVALID",
      { height, reason: error instanceof Error ? error.message : String(error) },
      error,
    );
  }
}

function invalid(height: bigint, reason: string): CodedError {
  return playgroundErrors.create("PLAYGROUND_CHAIN_INVALID", { height, reason });
}
