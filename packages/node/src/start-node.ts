import { type Chain, createCertificateSigner } from "@yanta/chain";
import type { DevMembers } from "@yanta/dev-chain";
import { createRpcMetrics, startRpcServer, type RpcContext, type RpcServer, type TlsMode } from "@yanta/rpc";
import { type EthereumRpcServer, startEthereumRpc } from "@yanta/rpc-ethereum";
import type { FaultPoints } from "@yanta/storage";
import type { ChainNode, NodeDirectory } from "@yanta/system-contracts";
import type { Registry } from "prom-client";
import type { MemberIdentity, NodeConfig } from "./config/load-node-config.ts";
import { type ContractLogListener, hostChain, type HostedChain } from "./host-chain.ts";
import { hostIdentity } from "./identity/host-identity.ts";
import { identityOf, LiveIdentity } from "./identity/node-identity.ts";
import { createLogger, type Logger } from "./logger.ts";
import { createChainMetrics, createMetricsRegistry, type ChainMetrics } from "./metrics.ts";
import { startMonitorServer, type MonitorServer } from "./monitor-server.ts";
import { systemTime } from "./system-time.ts";
import { blockVersionMax, chainMakerVersion, yantaVersion } from "./version.ts";
import { boundHeapGrowth } from "./heap-growth.ts";

export interface StartNodeOptions {
  readonly config: NodeConfig;
  readonly workingDirectory: string;
  /** Reads the configuration anew when a file of the node's certificates has changed; without it they stay as they are. */
  readonly reload?: () => NodeConfig;
  readonly logger?: Logger;
  /** Stops of a fault test; none in production. */
  readonly faultPoints?: FaultPoints;
  /** Keys of a development chain's members, in whose names its controls sign. */
  readonly devMembers?: DevMembers;
  /** Last block of another chain from which the first chain, a development chain, goes on. */
  readonly forkHeight?: bigint;
  /** For development: contracts' texts may hold what others should not see. */
  readonly onContractLog?: ContractLogListener;
}

export interface RunningNode {
  readonly port: number;
  readonly monitorPort: number | undefined;
  /** Of Ethereum JSON-RPC; undefined when it is off. */
  readonly ethereumPort: number | undefined;
  readonly chains: ReadonlyMap<string, Chain>;
  /** Takes no new work, lets the block in flight become durable, closes everything. */
  stop(): Promise<void>;
}

/** Composes a node from its configuration: the one place that sees all parts. */
export async function startNode(options: StartNodeOptions): Promise<RunningNode> {
  const { config } = options;
  const logger = options.logger ?? createLogger(config.logLevel);
  reportKeys(config, logger);
  const registry = createMetricsRegistry();
  const chainMetrics = createChainMetrics(registry);
  const identity = new LiveIdentity(identityOf(config));
  const hosted: HostedChain[] = [];
  const opened: (() => Promise<void>)[] = [];
  try {
    for (const { chainId, genesisFile } of config.chains) {
      const each = await hostChain({
        config,
        chainId,
        genesisFile,
        workingDirectory: options.workingDirectory,
        signer: identity.signer(),
        directory: nodeDirectory(config, identity, hosted),
        logger,
        ...(options.faultPoints === undefined ? {} : { faultPoints: options.faultPoints }),
        ...(options.devMembers === undefined ? {} : { devMembers: options.devMembers }),
        ...(options.forkHeight === undefined ? {} : { forkHeight: options.forkHeight }),
        ...(options.onContractLog === undefined ? {} : { onContractLog: options.onContractLog }),
      });
      hosted.push(each);
      opened.push(() => each.close());
      chainMetrics.observe(each.chain, each.engineState);
    }
    const chains = new Map(hosted.map(({ chain }) => [chain.chainId, chain]));
    const rpc = await startRpc({ config, identity, chains, hosted, registry, chainMetrics, logger });
    opened.push(() => rpc.close());
    const ethereum = await startEthereum(config, hosted[0], logger);
    if (ethereum !== undefined) opened.push(() => ethereum.close());
    const monitor = await startMonitor(config, hosted, registry);
    if (monitor !== undefined) opened.push(() => monitor.close());
    for (const each of hosted) await each.start();
    if (options.reload !== undefined) {
      const { signing, tls } = config.identityFiles;
      const watch = hostIdentity({
        identity,
        files: [signing, ...tls].flatMap(({ certificateFile, keyFile }) => [certificateFile, keyFile]),
        reload: options.reload,
        judges: hosted,
        rotateTls: (next) => rpc.rotateTls(next),
        unixSeconds: systemTime.unixSeconds,
        logger,
      });
      opened.push(async () => watch.stop());
    }
    boundHeapGrowth();
    logger.info({ port: rpc.port, chains: [...chains.keys()] }, "node started");
    return {
      port: rpc.port,
      monitorPort: monitor?.port,
      ethereumPort: ethereum?.port,
      chains,
      stop: () => closeAll(opened, logger),
    };
  } catch (error) {
    await closeAll(opened, logger);
    throw error;
  }
}

/** Last opened first: the port before the chains, so that no acknowledged work meets a closed store. */
async function closeAll(opened: (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (const close of opened.splice(0).reverse()) {
    try {
      await close();
    } catch (error) {
      logger.error({ err: error }, "a part of the node did not close cleanly");
    }
  }
}

function reportKeys(config: NodeConfig, logger: Logger): void {
  if (config.ineffectiveKeys.length > 0)
    logger.info({ keys: config.ineffectiveKeys }, "configuration keys without effect in Yanta");
  if (config.unknownKeys.length > 0)
    logger.warn({ keys: config.unknownKeys }, "unknown configuration keys, check their spelling");
}

function nodeDirectory(config: NodeConfig, identity: LiveIdentity, hosted: readonly HostedChain[]): NodeDirectory {
  const self = (): ChainNode => {
    const { nodeId, netCertificate } = identity.current;
    return { nodeId, nodeAddress: config.net.listenAddress, tlsCertificate: netCertificate.der };
  };
  const chainIds = config.chains.map(({ chainId }) => chainId);
  return {
    listNodes: (chainId) => [self(), ...(hosted.find(({ chain }) => chain.chainId === chainId)?.peers() ?? [])],
    listChainIds: () => chainIds,
  };
}

interface RpcParts {
  readonly config: NodeConfig;
  readonly identity: LiveIdentity;
  readonly chains: ReadonlyMap<string, Chain>;
  readonly hosted: readonly HostedChain[];
  readonly registry: Registry;
  readonly chainMetrics: ChainMetrics;
  readonly logger: Logger;
}

function startRpc({ config, identity, chains, hosted, registry, chainMetrics, logger }: RpcParts): Promise<RpcServer> {
  const context: RpcContext = {
    chains,
    onDecision: (txId, refusal) => {
      chainMetrics.countDecision(refusal === undefined);
      // Built only when somebody reads it: this is the path of every transaction.
      if (logger.isLevelEnabled("debug")) logger.debug({ txId, refusal }, "transaction decided");
    },
    version: chainMakerVersion,
    syncResultTimeoutMs: config.rpc.syncResultTimeoutMs,
    nowSeconds: systemTime.unixSeconds,
    refreshLogLevels: () => undefined,
    updateDebug: (pairs) => pairs.map(({ key }) => `debug switch ${key} is not supported`)[0],
    checkNewChains: () => undefined,
    validators: (chainId) => validatorsOf(chains.get(chainId), identity.current.nodeId),
    consensusState: (chainId) =>
      consensusState(
        hosted.find(({ chain }) => chain.chainId === chainId),
        identity.current.nodeId,
      ),
  };
  return startRpcServer(context, {
    host: config.rpc.host,
    port: config.rpc.port,
    tls: tlsMode(config, chains),
    receiveBytesMax: config.rpc.receiveBytesMax,
    sendBytesMax: config.rpc.sendBytesMax,
    blackList: new Set(config.rpc.blackList),
    debugAddresses: new Set(config.rpc.debugAddresses),
    ...(config.rpc.rateLimit === undefined ? {} : { rateLimit: config.rpc.rateLimit }),
    metrics: createRpcMetrics(registry),
    logger,
  });
}

/**
 * Members besides ChainMaker's `id` and `height` are ours: the engine as it was last seen, and what version runs here: an
 * operator must know that all nodes can run a block version before the chain is raised to it.
 */
function consensusState(hosted: HostedChain | undefined, nodeId: string): string {
  const height = Number((hosted?.chain.ledger.lastHeight ?? 0n) + 1n);
  const software = { version: yantaVersion, blockVersionMax };
  const problem = hosted?.failure();
  const engine = hosted?.engineState();
  return JSON.stringify({ id: nodeId, height, problem: problem?.en, problemZh: problem?.zh, engine, software });
}

/** Every chain's validators, when this node is one of them. */
function validatorsOf(chain: Chain | undefined, nodeId: string): readonly string[] | undefined {
  const nodeIds = chain?.config.consensus?.nodes.flatMap((org) => org.nodeId) ?? [];
  return nodeIds.includes(nodeId) ? nodeIds : undefined;
}

/**
 * A client's certificate must be one that every chain of this node knows: signed by one of its roots, neither
 * revoked nor frozen. Spec: rpc.md §2 "twoway detail".
 */
function tlsMode(config: NodeConfig, chains: ReadonlyMap<string, Chain>): TlsMode {
  const { tls } = config.rpc;
  if (tls.mode === "disable") return { kind: "disable" };
  if (tls.mode === "oneway") return { kind: "oneway", identity: tls.identity };
  return {
    kind: "twoway",
    identity: tls.identity,
    refusePeer: (certificate) => {
      const unixSeconds = systemTime.unixSeconds();
      const refusals = [...chains.values()].map(
        (chain) => chain.accessControl.verifyTlsPeer(certificate, unixSeconds)?.message,
      );
      return refusals.find((refusal) => refusal !== undefined);
    },
  };
}

/** Ethereum JSON-RPC for the first chain. */
async function startEthereum(
  { ethereum }: NodeConfig,
  hosted: HostedChain | undefined,
  logger: Logger,
): Promise<EthereumRpcServer | undefined> {
  if (ethereum === undefined || hosted === undefined) return undefined;
  const { chain, dev, clock } = hosted;
  const { host, port, client, endorsers, origins, hosts } = ethereum;
  const signerOf = ({ orgId, certificate, privateKey }: MemberIdentity) =>
    createCertificateSigner(orgId, certificate, privateKey);
  return startEthereumRpc({
    chain,
    gateway: { chainId: chain.chainId, client: signerOf(client), endorsers: endorsers.map(signerOf) },
    host,
    port,
    rules: { origins: new Set(origins), hosts: new Set(hosts) },
    clock,
    ...(dev === undefined ? {} : { dev }),
    clientVersion: `Yanta/v${yantaVersion}`,
    logger,
  });
}

async function startMonitor(
  config: NodeConfig,
  hosted: readonly HostedChain[],
  registry: Registry,
): Promise<MonitorServer | undefined> {
  if (!config.monitor.enabled) return undefined;
  const notReady = (): string | undefined =>
    hosted.map((each) => each.failure()?.en).find((failure) => failure !== undefined);
  return startMonitorServer({ host: config.monitor.host, port: config.monitor.port, registry, notReady });
}
