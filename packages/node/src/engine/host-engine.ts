import { join } from "node:path";
import type { BlockProducer, BlockVerifier, Chain } from "@yanta/chain";
import {
  createEngineClient,
  engineGenesis,
  enginePeerId,
  EngineProcess,
  engineSocket,
  findEngine,
  openEngineHome,
  readAppState,
  writeEngineFiles,
  type EngineBinding,
  type EngineLogLine,
} from "@yanta/consensus/engine";
import type { ChainConfig } from "@yanta/protocol";
import type { NodeConfig } from "../config/load-node-config.ts";
import { nodeErrors } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { systemTime } from "../system-time.ts";
import { engineOwner } from "./engine-owner.ts";
import { engineToolFolders } from "./engine-tool-folders.ts";
import { hostAndPort, parseMultiaddress } from "./parse-multiaddress.ts";
import { readBindings } from "./read-bindings.ts";
import { watchEngine, type EngineState } from "./watch-engine.ts";

export interface HostEngineOptions {
  readonly config: NodeConfig;
  /** The chain's first configuration, as bc1.yml says it. */
  readonly genesis: ChainConfig;
  readonly chain: Chain;
  readonly producer: BlockProducer;
  readonly verifier: BlockVerifier;
  readonly logger: Logger;
  /** Told once when this node can no longer follow the others. */
  readonly onFailure: (error: unknown) => void;
  /** Told each time a block could not be stored for now. */
  readonly onStall: (error: Error) => void;
}

/** CometBFT beside a chain: our side of it, its process, and what is seen of it. */
export interface HostedEngine {
  /** Our side first, then the engine. */
  start(): Promise<void>;
  /** The engine first: it must not meet a node that is gone. */
  stop(): Promise<void>;
  /** Why the node cannot take part right now; undefined while it does. */
  problem(): string | undefined;
  state(): EngineState | undefined;
}

/**
 * Makes the engine's folder ready and composes the parts; nothing runs before `start`.
 *
 * Errors: those of finding the engine, of its folder and of bindings; NODE_ENGINE_ADDRESS, NODE_ENGINE_KEY.
 */
export async function hostEngine(options: HostEngineOptions): Promise<HostedEngine> {
  const { config, genesis, chain, logger } = options;
  const { chainId } = chain;
  // Loaded here only: a node of its own needs none of it.
  const { createCometbftConsensus } = await import("@yanta/consensus/cometbft");
  const { path: program, version } = await findEngine({
    toolFolders: engineToolFolders(),
    searchPath: process.env["PATH"] ?? "",
    ...(config.engine.binary === undefined ? {} : { configured: config.engine.binary }),
  });
  const home = join(config.engine.home, chainId);
  const own = openEngineHome(home, engineOwner(config, chainId));
  const bindings = (): ReadonlyMap<string, EngineBinding> =>
    new Map([...readBindings(config.engine.bindings, chainId), [own.nodeId, own]]);
  const atStart = bindings();
  writeEngineFiles(home, engineConfig(options, atStart), () =>
    engineGenesis(genesis, [...atStart.values()], config.engine.bindings),
  );
  const rpcAddress = `unix://${engineSocket(home, "rpc")}`;
  const connection = createEngineClient(rpcAddress);
  const consensus = createCometbftConsensus({
    chain,
    producer: options.producer,
    verifier: options.verifier,
    engine: connection,
    abciAddress: `unix://${engineSocket(home, "abci")}`,
    appState: readAppState(home),
    time: systemTime,
    onFailure: options.onFailure,
    onStall: options.onStall,
    onNotice: (text, fields) => logger.warn({ chainId, ...fields }, text),
  });
  let engine: EngineProcess | undefined;
  let watch: ReturnType<typeof watchEngine> | undefined;
  return {
    start: async () => {
      await consensus.start();
      engine = new EngineProcess({
        program,
        home,
        abciAddress: consensus.address,
        rpcAddress,
        onLog: (line) => logEngineLine(logger, chainId, line),
        onEnd: (ending) => logger.error({ chainId, ...ending }, "engine ended, starting it again"),
      });
      await engine.start();
      watch = watchEngine(connection, () => atStart);
      logger.info({ chainId, engine: program, version, pid: engine.pid }, "engine started");
    },
    stop: async () => {
      watch?.stop();
      await engine?.stop();
      await consensus.stop();
      connection.close();
    },
    problem: () => {
      const state = watch?.state();
      if (state === undefined) return engine?.failure() ?? watch?.problem() ?? "the engine is not started";
      return state.isCatchingUp ? "the engine is catching up with the other nodes" : undefined;
    },
    state: () => watch?.state(),
  };
}

function engineConfig(
  { config, chain, producer, logger }: HostEngineOptions,
  bindings: ReadonlyMap<string, EngineBinding>,
) {
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
    logLevel: config.logLevel === "debug" ? ("info" as const) : ("error" as const),
  };
}

function logEngineLine(logger: Logger, chainId: string, { level, text, fields }: EngineLogLine): void {
  const line = { chainId, engine: { text, ...fields } };
  if (level === "error") logger.warn(line, "engine");
  else logger.debug(line, "engine");
}
