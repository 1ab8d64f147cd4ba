import { createCertificateSigner, openChain, type BlockProducer, type BlockVerifier, type Chain } from "@yanta/chain";
import { createSoloConsensus, type Consensus } from "@yanta/consensus";
import type { CodedError } from "@yanta/errors";
import { blockVersions } from "@yanta/protocol";
import type { BlockRecord, Ledger } from "@yanta/storage";
import { createSystemContracts } from "@yanta/system-contracts";
import type { Vm } from "@yanta/vm";
import { chainId, createGenesisConfig } from "./genesis-config.ts";
import { membersCalled, type Network } from "./network.ts";
import type { PlaygroundTime } from "./worker-time.ts";

export interface RunChainOptions {
  readonly ledger: Ledger;
  readonly network: Network;
  readonly vms: readonly Vm[];
  readonly time: PlaygroundTime;
  readonly onBlock: (record: BlockRecord) => void;
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
export async function openNetworkChain(
  options: Pick<RunChainOptions, "ledger" | "network" | "vms" | "time">,
): Promise<{ readonly chain: Chain; readonly producer: BlockProducer; readonly verifier: BlockVerifier }> {
  const [node] = membersCalled(options.network, "consensus1");
  if (node === undefined) throw new Error("a network without nodes");
  return openChain({
    ledger: options.ledger,
    genesis: createGenesisConfig(options.network),
    vms: options.vms,
    systemContracts: createSystemContracts({
      nodes: { listNodes: () => [], listChainIds: () => [chainId] },
      blockVersionMax: blockVersions.v2030700,
      unarchivedBlockCount: 0n,
    }),
    signer: createCertificateSigner(node.orgId, node.certificate, node.privateKey),
    clock: options.time,
  });
}
