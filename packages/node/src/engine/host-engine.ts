import { join } from "node:path";
import type { BlockProducer, BlockVerifier, Chain } from "@yanta/chain";
import {
  createEngineClient,
  enginePeerId,
  EngineProcess,
  engineSocket,
  readHomeBinding,
  readRotation,
  writeEngineConfig,
  type EngineBinding,
  type EngineConfig,
  type EngineLogLine,
} from "@yanta/consensus/engine";
import type { ChainNode } from "@yanta/system-contracts";
import type { NodeConfig } from "../config/load-node-config.ts";
import { nodeErrors } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { type Problem, problemOf } from "../problem.ts";
import { systemTime } from "../system-time.ts";
import { engineNodes } from "./engine-nodes.ts";
import { bindingsByOperator, folderBindings } from "./folder-bindings.ts";
import { followRotations } from "./follow-rotations.ts";
import { hostAndPort, parseMultiaddress } from "./parse-multiaddress.ts";
import { createLonelinessWatch } from "./lonely-engine.ts";
import type { PreparedEngine } from "./prepare-engine.ts";
import { watchEngine, type EngineState } from "./watch-engine.ts";

export interface HostEngineOptions {
  readonly config: NodeConfig;
  readonly prepared: PreparedEngine;
  readonly chain: Chain;
  readonly producer: BlockProducer;
  readonly verifier: BlockVerifier;
  readonly logger: Logger;
  /** Told once when this node can no longer follow the others. */
  readonly onFailure: (error: unknown) => void;
  /** Told each time a block could not be stored for now. */
  readonly onStall: (error: Error) => void;
}

const notStarted: Problem = { en: "the engine is not started", zh: "引擎尚未启动" };
const catchingUp: Problem = {
  en: "the engine is catching up with the other nodes",
  zh: "引擎正在追赶其他节点的区块",
};

/** CometBFT beside a chain: our side of it, its process, and what is seen of it. */
export interface HostedEngine {
  /** Our side first, then the engine. */
  start(): Promise<void>;
  /** The engine first: it must not meet a node that is gone. */
  stop(): Promise<void>;
  /** Why the node cannot take part right now; undefined while it does. */
  problem(): Problem | undefined;
  state(): EngineState | undefined;
  /** Whether this node's engine is, or was prepared to be, that of a node id. */
  mayBecome(nodeId: string): boolean;
  /** Nodes whose engines are connected. */
  nodes(): readonly ChainNode[];
}

/**
 * Composes the parts; nothing runs before `start`.
 *
 * Errors: NODE_ENGINE_ADDRESS, NODE_ENGINE_SOLO_LEDGER, ENGINE_BINDING_INVALID.
 */
export async function hostEngine(options: HostEngineOptions): Promise<HostedEngine> {
  const { chain, logger, prepared } = options;
  const { home, program } = prepared;
  const { chainId } = chain;
  // Loaded here only: a node of its own needs none of it.
  const { bindingInConfig, createCometbftConsensus, readEngineData } = await import("@yanta/consensus/cometbft");
  const height = chain.ledger.lastHeight ?? 0n;
  const last = chain.ledger.getBlock(height);
  if (height > 0n && (last === undefined || readEngineData(last) === undefined))
    throw nodeErrors.create("NODE_ENGINE_SOLO_LEDGER", { chainId, height });
  const inFolder = folderBindings(options.config.engine.bindings, chainId, (err) =>
    logger.error({ chainId, err }, "the folder of bindings cannot be read anew"),
  );
  /** Those that came on chain are newer than the files. */
  const bindings = (): ReadonlyMap<string, EngineBinding> => {
    const onChain = (chain.config.consensus?.nodes ?? [])
      .flatMap(({ nodeId }) => nodeId)
      .flatMap((nodeId) => bindingInConfig(chain.config, nodeId) ?? []);
    const fromFiles = [...prepared.bindings, ...inFolder()];
    return new Map([...fromFiles, ...onChain.map((binding) => [binding.nodeId, binding] as const)]);
  };
  const seedNodeIds = new Set(options.config.net.seeds.flatMap((seed) => parseMultiaddress(seed)?.nodeId ?? []));
  const mayConnect = (peerId: string): boolean =>
    bindingsByOperator({
      bindings: inFolder().values(),
      trustedOrgIds: new Set(chain.config.trustRoots.map(({ orgId }) => orgId)),
      seedNodeIds,
    }).some(({ peerKey }) => enginePeerId(peerKey) === peerId);
  writeEngineConfig(home, engineConfig(options, bindings()));
  const rpcAddress = `unix://${engineSocket(home, "rpc")}`;
  const connection = createEngineClient(rpcAddress);
  const consensus = createCometbftConsensus({
    chain,
    producer: options.producer,
    verifier: options.verifier,
    engine: connection,
    abciAddress: `unix://${engineSocket(home, "abci")}`,
    appState: prepared.appState,
    snapshotFolder: join(home, "snapshot"),
    keepEngineBlocks: options.config.engine.keepBlocks,
    mayConnect,
    time: systemTime,
    onFailure: options.onFailure,
    onStall: options.onStall,
    onNotice: (text, fields) => logger.warn({ chainId, ...loggable(fields) }, text),
  });
  let engine: EngineProcess | undefined;
  let watch: ReturnType<typeof watchEngine> | undefined;
  const startEngine = async (): Promise<void> => {
    engine = new EngineProcess({
      program: program.path,
      home,
      abciAddress: consensus.address,
      rpcAddress,
      ...(options.config.engine.rpcAddress === undefined ? {} : { openRpcAddress: options.config.engine.rpcAddress }),
      onLog: (line) => logEngineLine(logger, chainId, line),
      onEnd: (ending) => logger.error({ chainId, ...ending }, "engine ended, starting it again"),
    });
    await engine.start();
    logger.info({ chainId, engine: program, pid: engine.pid }, "engine started");
  };
  const isLonely = createLonelinessWatch();
  const onLook = ({ peers }: EngineState): void => {
    if (seedNodeIds.size === 0 || !isLonely(peers.length, systemTime.monotonicMs())) return;
    logger.warn({ chainId }, "the engine has had no peer for long, starting it again");
    engine?.restart();
  };
  const rotations = followRotations({
    chain,
    logger,
    home,
    connection,
    bindingOf: (nodeId) => bindingInConfig(chain.config, nodeId),
    whileStopped: async (action) => {
      await engine?.stop();
      try {
        action();
      } finally {
        await startEngine();
      }
    },
  });
  return {
    start: async () => {
      await consensus.start();
      await startEngine();
      watch = watchEngine(connection, bindings, onLook);
      rotations.start();
    },
    stop: async () => {
      await rotations.stop();
      watch?.stop();
      await engine?.stop();
      await consensus.stop();
      connection.close();
    },
    problem: () => {
      const state = watch?.state();
      if (state === undefined) {
        const failure = engine?.failure();
        return failure === undefined ? (watch?.problem() ?? notStarted) : problemOf(failure);
      }
      if (state.isCatchingUp) return catchingUp;
      const clockFault = consensus.clockFault();
      return clockFault === undefined ? undefined : problemOf(clockFault);
    },
    state: () => watch?.state(),
    mayBecome: (nodeId) => [readHomeBinding(home), readRotation(home)?.binding].some((own) => own?.nodeId === nodeId),
    nodes: () => engineNodes(watch?.state()?.peers ?? [], bindings(), options.config.net.seeds),
  };
}

function engineConfig(
  { config, chain, producer, logger }: HostEngineOptions,
  bindings: ReadonlyMap<string, EngineBinding>,
): EngineConfig {
  const { listenAddress, seeds } = config.net;
  const listen = parseMultiaddress(listenAddress);
  if (listen === undefined)
    throw nodeErrors.create("NODE_ENGINE_ADDRESS", { key: "net.listen_addr", value: listenAddress });
  const peers = seeds.flatMap((seed) => {
    const address = parseMultiaddress(seed);
    if (address?.nodeId === undefined)
      throw nodeErrors.create("NODE_ENGINE_ADDRESS", { key: "net.seeds", value: seed });
    const binding = bindings.get(address.nodeId);
    if (binding === undefined) {
      logger.warn({ chainId: chain.chainId, seed }, "no engine binding is known for this seed, it is left out");
      return [];
    }
    return [`${enginePeerId(binding.peerKey)}@${hostAndPort(address)}`];
  });
  return {
    moniker: config.orgId,
    listenAddress: hostAndPort(listen),
    externalAddress: config.engine.externalAddress,
    peers,
    blockIntervalMs: producer.blockIntervalMs,
    ...(config.engine.stateSync === undefined ? {} : { stateSync: config.engine.stateSync }),
    logLevel: config.logLevel === "debug" ? "info" : "error",
  };
}

/** JSON has no 64-bit numbers. */
function loggable(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value]),
  );
}

function logEngineLine(logger: Logger, chainId: string, { level, text, fields }: EngineLogLine): void {
  const line = { chainId, engine: { text, ...fields } };
  if (level === "error") logger.warn(line, "engine");
  else logger.debug(line, "engine");
}
