import { join } from "node:path";
import {
  devChainFlagFault,
  openChain,
  createLedgerBlockArchive,
  type BlockSigner,
  type Chain,
  type ChainClock,
  type OpenChain,
  hasDevChainFlag,
} from "@yanta/chain";
import { createSoloConsensus, type SoloConsensus, type SoloTime } from "@yanta/consensus";
import type { DevControls, DevMembers } from "@yanta/dev-chain";
import { consensus as consensusTypes, hashAlgorithmOf, verifyChainConfig, type ChainConfig } from "@yanta/protocol";
import { createEvmVm } from "@yanta/evm";
import {
  openLedger,
  openMemoryLedger,
  type FaultPoints,
  type Ledger,
  type LedgerArchive,
  type LedgerRevert,
} from "@yanta/storage";
import { createSystemContracts, type ChainNode, type NodeDirectory } from "@yanta/system-contracts";
import { createWasmVms, type Vm } from "@yanta/vm";
import { loadChainConfig } from "./config/load-chain-config.ts";
import type { NodeConfig } from "./config/load-node-config.ts";
import { hostEngine } from "./engine/host-engine.ts";
import { prepareEngine } from "./engine/prepare-engine.ts";
import type { EngineState } from "./engine/watch-engine.ts";
import { clockOf, openDevControls } from "./dev-chain.ts";
import { nodeErrors } from "./errors.ts";
import type { Logger } from "./logger.ts";
import { isNetworkChain } from "./network-chain.ts";
import { type Problem, problemOf } from "./problem.ts";
import { blockVersionMax } from "./version.ts";

/** One chain with all that runs it. */
export interface HostedChain {
  readonly chain: Chain;
  /** The controls of a development chain. */
  readonly dev: DevControls | undefined;
  /** The chain's time, for those who sign for it. */
  readonly clock: ChainClock;
  /** Begins to make blocks. */
  start(): Promise<void>;
  /** Why it takes no transactions; undefined while it does. */
  readonly failure: () => Problem | undefined;
  /** What was last seen of its engine; undefined without one and while it does not answer. */
  readonly engineState: () => EngineState | undefined;
  /** Whether this node may go by a node id: its engine's, or the one that this engine was prepared for. */
  readonly mayBecome: (nodeId: string) => boolean;
  /** Other nodes of the chain that are connected. */
  readonly peers: () => readonly ChainNode[];
  /** Commits what is in flight, then closes stores and runtimes. */
  close(): Promise<void>;
}

/** Is told each line that a contract logs, while it runs: it must be quick. A transaction that is put off within its block logs twice. */
export type ContractLogListener = (line: {
  readonly chainId: string;
  readonly txId: string;
  readonly contract: string;
  readonly text: string;
}) => void;

export interface HostChainOptions {
  readonly config: NodeConfig;
  readonly chainId: string;
  readonly genesisFile: string;
  readonly workingDirectory: string;
  /** Signs this node's blocks. */
  readonly signer: BlockSigner;
  readonly directory: NodeDirectory;
  readonly logger: Logger;
  readonly faultPoints?: FaultPoints;
  /** Keys of a development chain's members. */
  readonly devMembers?: DevMembers;
  /** Last block of another chain from which this development chain goes on. */
  readonly forkHeight?: bigint;
  readonly onContractLog?: ContractLogListener;
}

/** Opens one chain of the node's configuration and its consensus; nothing is proposed before `start`. */
export async function hostChain(options: HostChainOptions): Promise<HostedChain> {
  const { config, chainId, logger } = options;
  const genesis = readGenesisConfig(options);
  const clock = clockOf(genesis);
  const prepared = isNetworkChain(genesis, config) ? await prepareEngine(config, genesis) : undefined;
  const ledger = await openChainLedger(options);
  const vms: readonly Vm[] = [...createWasmVms(), createEvmVm()];
  const closeParts = async (): Promise<void> => {
    for (const vm of vms) vm.close();
    await ledger.close();
  };
  let opened: OpenChain;
  try {
    opened = await openChain({
      ledger,
      genesis,
      ...(options.forkHeight === undefined ? {} : { fork: { height: options.forkHeight, config: genesis } }),
      vms,
      systemContracts: createSystemContracts({
        nodes: options.directory,
        blockVersionMax,
        unarchivedBlockCount: config.storage.keepBlocks,
        ...(prepared === undefined ? {} : { checkConfigChange: prepared.checkConfigChange }),
      }),
      signer: options.signer,
      clock,
      checkKeyUsage: config.keyUsageCheck,
      archive: createLedgerBlockArchive({
        ledger,
        unarchivedBlockCount: config.storage.keepBlocks,
        algorithm: hashAlgorithmOf(genesis),
      }),
      poolLimits: { commonCountMax: config.pool.commonMax, configCountMax: config.pool.configMax },
      hooks: {
        onTrace: (txId, contract, text) => {
          if (logger.isLevelEnabled("debug")) logger.debug({ chainId, txId, contract, text }, "contract log");
          options.onContractLog?.({ chainId, txId, contract, text });
        },
        onFault: (subject, error) => logger.error({ chainId, subject, err: error }, "fault while executing"),
      },
    });
  } catch (error) {
    await closeParts();
    throw error;
  }
  const { chain } = opened;
  let failure: Problem | undefined;
  const reports: ConsensusReports = {
    onFailure: (error) => {
      failure = problemOf(error);
      logger.fatal({ chainId, err: error }, "block production stopped");
    },
    onStall: (error) => {
      failure = problemOf(error);
      logger.error({ chainId, err: error }, "a block could not be stored, trying again");
    },
  };
  let driver: ChainDriver;
  let dev: DevControls | undefined;
  try {
    if (prepared !== undefined) driver = await hostEngine({ config, prepared, ...opened, logger, ...reports });
    else {
      const consensus = createSolo(opened, clock, reports);
      driver = driveAlone(consensus);
      dev = openDevControls({ config, opened, consensus, clock, members: options.devMembers });
    }
  } catch (error) {
    await closeParts();
    throw error;
  }
  const stopLogging = chain.onBlock(({ header, txIds }) => {
    failure = undefined;
    logger.debug({ chainId, height: header.blockHeight.toString(), txIds }, "block committed");
  });
  return {
    chain,
    dev,
    clock,
    start: () => driver.start(),
    failure: () => failure ?? driver.problem(),
    engineState: () => driver.state(),
    mayBecome: (nodeId) => driver.mayBecome(nodeId),
    peers: () => driver.nodes(),
    close: async () => {
      stopLogging();
      await driver.stop();
      await closeParts();
    },
  };
}

/** What makes the blocks of a chain: this node alone, or an engine together with others. */
interface ChainDriver {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Why it makes none right now. */
  problem(): Problem | undefined;
  state(): EngineState | undefined;
  mayBecome(nodeId: string): boolean;
  nodes(): readonly ChainNode[];
}

interface ConsensusReports {
  readonly onFailure: (error: unknown) => void;
  readonly onStall: (error: Error) => void;
}

function createSolo({ producer, dev }: OpenChain, time: SoloTime, reports: ConsensusReports): SoloConsensus {
  const proposeEmpty = dev && ((unixSeconds: bigint) => dev.proposeEmpty(unixSeconds));
  return createSoloConsensus({ producer, time, ...(proposeEmpty === undefined ? {} : { proposeEmpty }), ...reports });
}

function driveAlone(consensus: SoloConsensus): ChainDriver {
  return {
    start: () => consensus.start(),
    stop: () => consensus.stop(),
    problem: () => undefined,
    state: () => undefined,
    mayBecome: () => true,
    nodes: () => [],
  };
}

/** The configured chain, checked as ChainMaker checks it and for what this version can run. */
function readGenesisConfig({ config, chainId, genesisFile, workingDirectory, logger }: HostChainOptions): ChainConfig {
  const { config: genesis, unknownKeys } = loadChainConfig(genesisFile, workingDirectory);
  if (unknownKeys.length > 0)
    logger.warn({ file: genesisFile, keys: unknownKeys }, "unknown keys in the chain configuration");
  const reason = verifyChainConfig(genesis) ?? devChainFlagFault(genesis);
  if (reason !== undefined) throw nodeErrors.create("NODE_CHAIN_CONFIG_INVALID", { path: genesisFile, reason });
  if (genesis.chainId !== chainId) {
    throw nodeErrors.create("NODE_CHAIN_CONFIG_INVALID", {
      path: genesisFile,
      reason: `it is of chain ${genesis.chainId}, the node's configuration says ${chainId}`,
    });
  }
  const sameMode = (mode: string): string =>
    mode === "" || mode.toLowerCase() === "identity" ? "permissionedwithcert" : mode.toLowerCase();
  if (sameMode(genesis.authType) !== sameMode(config.authType)) {
    throw nodeErrors.create("NODE_AUTH_TYPE_MISMATCH", {
      chainAuthType: genesis.authType,
      nodeAuthType: config.authType,
    });
  }
  const type = genesis.consensus?.type ?? consensusTypes.ConsensusType.SOLO;
  if (type !== consensusTypes.ConsensusType.SOLO && !isNetworkChain(genesis, config) && !config.solo) {
    throw nodeErrors.create("NODE_CONSENSUS_UNSUPPORTED", {
      type: `${type} (${consensusTypes.ConsensusType[type] ?? "unknown"})`,
    });
  }
  if (isNetworkChain(genesis, config)) {
    if (config.storage.memory) throw nodeErrors.create("NODE_ENGINE_MEMORY");
    if (hasDevChainFlag(genesis)) throw nodeErrors.create("NODE_ENGINE_DEV_CHAIN");
    if (chainId !== config.chains[0]?.chainId) throw nodeErrors.create("NODE_ENGINE_SEVERAL_CHAINS", { chainId });
  }
  return genesis;
}

type StoredLedger = Ledger & LedgerArchive & LedgerRevert;

function openChainLedger({ config, chainId, faultPoints }: HostChainOptions): Promise<StoredLedger> | StoredLedger {
  if (config.storage.memory) return openMemoryLedger({ chainId });
  return openLedger({
    directory: join(config.storage.directory, chainId),
    chainId,
    ...(faultPoints === undefined ? {} : { faultPoints }),
  });
}
