import {
  type BlockProducer,
  type Chain,
  type ChainOptions,
  createCertificateSigner,
  openChain,
  type OpenChain,
} from "@yanta/chain";
import { createSoloConsensus, type Consensus } from "@yanta/consensus";
import type { CodedError } from "@yanta/errors";
import { blockVersions } from "@yanta/protocol";
import type { BlockRecord, Ledger } from "@yanta/storage";
import { createSystemContracts } from "@yanta/system-contracts";
import type { Vm } from "@yanta/vm";
import type { LogLine } from "../interface.ts";
import { chainId, createGenesisConfig } from "./genesis-config.ts";
import { membersCalled, type Network } from "./network.ts";
import type { PlaygroundTime } from "./worker-time.ts";

export interface RunChainOptions {
  readonly ledger: Ledger;
  readonly network: Network;
  readonly vms: readonly Vm[];
  readonly time: PlaygroundTime;
  readonly onBlock: (record: BlockRecord) => void;
  /** A contract logged something. */
  readonly onLog: (line: LogLine) => void;
  /** A block could not be stored; it is tried again. */
  readonly onStall: (error: CodedError) => void;
  /** No more blocks are made. */
  readonly onStopped: (error: unknown) => void;
}

/** A chain with its engine, on one ledger. */
export interface RunningChain {
  readonly chain: Chain;
  readonly ledger: Ledger;
  /** Resolves after the block under way is durable; then nothing is proposed any more. */
  stop(): Promise<void>;
}

/** Opens the chain of a ledger, makes the first block if there is none, and starts its engine. */
export async function runChain(options: RunChainOptions): Promise<RunningChain> {
  const { ledger, time } = options;
  const { chain, producer } = await openNetworkChain(options);
  const stopListening = chain.onBlock(({ record }) => options.onBlock(record));
  const consensus = createEngine(options, producer, time);
  await consensus.start();
  return {
    chain,
    ledger,
    stop: async () => {
      await consensus.stop();
      stopListening();
    },
  };
}

function createEngine(options: RunChainOptions, producer: BlockProducer, time: PlaygroundTime): Consensus {
  return createSoloConsensus({ producer, time, onFailure: options.onStopped, onStall: options.onStall });
}

/** The chain without an engine. */
async function openNetworkChain({ ledger, network, vms, time, onLog }: RunChainOptions): Promise<OpenChain> {
  const [node] = membersCalled(network, "consensus1");
  if (node === undefined) throw new Error("a network without nodes");
  return openChain({
    ledger,
    genesis: createGenesisConfig(network),
    vms,
    systemContracts: createPlaygroundContracts(),
    signer: createCertificateSigner(node.orgId, node.certificate, node.privateKey),
    clock: time,
    hooks: { onTrace: (txId, contract, text) => onLog({ txId, contract, text }) },
  });
}

/** A chain that executes the blocks of another one. */
export function openReplica(options: Omit<ChainOptions, "systemContracts">): Promise<OpenChain> {
  return openChain({ ...options, systemContracts: createPlaygroundContracts() });
}

function createPlaygroundContracts(): ChainOptions["systemContracts"] {
  return createSystemContracts({
    nodes: { listNodes: () => [], listChainIds: () => [chainId] },
    blockVersionMax: blockVersions.v2030700,
    unarchivedBlockCount: 0n,
  });
}
