import { type Chain, type ChainOptions, createCertificateSigner, openChain, type OpenChain } from "@yanta/chain";
import { createSoloConsensus, type SoloConsensus } from "@yanta/consensus";
import { createDevControls, DevClock, type DevControls } from "@yanta/dev-chain";
import type { CodedError } from "@yanta/errors";
import { blockVersions } from "@yanta/protocol";
import type { BlockRecord, Ledger, LedgerRevert } from "@yanta/storage";
import { createSystemContracts } from "@yanta/system-contracts";
import type { Vm } from "@yanta/vm";
import type { LogLine } from "../interface.ts";
import { chainId, createGenesisConfig } from "./genesis-config.ts";
import { findMember, listMembers, membersCalled, type Network } from "./network.ts";
import type { PlaygroundTime } from "./worker-time.ts";

export interface RunChainOptions {
  readonly ledger: Ledger & LedgerRevert;
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

/** A development chain with its engine and its controls. */
export interface RunningChain {
  readonly chain: Chain;
  readonly consensus: SoloConsensus;
  readonly controls: DevControls;
  /** The chain's clock. */
  readonly clock: DevClock;
}

/** Opens the chain of a ledger, makes the first block if there is none, and starts its engine. */
export async function runChain(options: RunChainOptions): Promise<RunningChain> {
  const { ledger, network, vms, time, onStall, onStopped } = options;
  const [node] = membersCalled(network, "consensus1");
  if (node === undefined) throw new Error("a network without nodes");
  const clock = new DevClock(time);
  const signer = createCertificateSigner(node.orgId, node.certificate, node.privateKey);
  const { chain, producer, dev } = await openChain({
    ledger,
    genesis: createGenesisConfig(network),
    vms,
    systemContracts: createPlaygroundContracts(),
    signer,
    clock,
    hooks: { onTrace: (txId, contract, text) => options.onLog({ txId, contract, text }) },
  });
  if (dev === undefined) throw new Error("a playground's chain without the flag of development chains");
  const consensus = createSoloConsensus({
    producer,
    time: clock,
    proposeEmpty: (unixSeconds) => dev.proposeEmpty(unixSeconds),
    onFailure: onStopped,
    onStall,
  });
  const members = { find: findMember.bind(undefined, network), list: () => listMembers(network) };
  const controls = createDevControls({ chain, dev, consensus, clock, members, signer });
  chain.onBlock(({ record }) => options.onBlock(record));
  await consensus.start();
  return { chain, consensus, controls, clock };
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
