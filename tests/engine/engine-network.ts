import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bytesToHex } from "@yanta/bytes";
import { createCertificateSigner, openChain, type OpenChain } from "@yanta/chain";
import { createScriptVm, testChainConfig, testMember, testNow, testOrgIds } from "@yanta/chain/testing";
import type { CometbftConsensus } from "@yanta/consensus";
import { createCometbftConsensus, parseSignedHeader } from "@yanta/consensus/cometbft";
import {
  createEngineClient,
  type EngineBinding,
  type EngineConnection,
  engineGenesis,
  enginePeerId,
  EngineProcess,
  openEngineHome,
  readAppState,
  writeEngineConfig,
  writeEngineGenesis,
} from "@yanta/consensus/engine";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import { type ChainConfig, consensus as consensusTypes } from "@yanta/protocol";
import { type FaultPoints, type Ledger, openLedger } from "@yanta/storage";
import { createSystemContracts } from "@yanta/system-contracts";
import type { Vm } from "@yanta/vm";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";

/** A node in this process with its engine beside it. */
export interface TestNode {
  readonly index: number;
  readonly home: string;
  readonly binding: EngineBinding;
  readonly p2pPort: number;
  readonly rpcPort: number;
  chain: OpenChain;
  ledger: Ledger;
  consensus: CometbftConsensus;
  client: EngineConnection;
  engine: EngineProcess;
  /** What the node was told: failures and notices. */
  readonly failures: unknown[];
  readonly notices: string[];
  /** How its engines ended without being asked to. */
  readonly endings: string[];
}

type Listen = Parameters<typeof createCometbftConsensus>[1];

export interface EngineNetworkOptions {
  readonly program: string;
  readonly count: number;
  readonly config?: ChainConfig;
  readonly faultPoints?: (index: number) => FaultPoints | undefined;
  /** The runtime of contracts of a node; the script runtime unless told otherwise. */
  readonly vm?: (index: number) => Vm | undefined;
  /** How a node's side of the engine listens; as in production unless told otherwise. */
  readonly listen?: (index: number) => Listen | undefined;
}

/** An engine block that a newcomer takes on trust. */
export interface TrustedState {
  readonly height: bigint;
  readonly hash: string;
}

/** Nodes of ours in this process, each with a real engine, on loopback. Certificates are ChainMaker's test ones. */
export class EngineNetwork {
  readonly nodes: TestNode[] = [];
  readonly config: ChainConfig;
  readonly #options: EngineNetworkOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), "yanta-engine-"));

  private constructor(options: EngineNetworkOptions) {
    this.#options = options;
    this.config = options.config ?? networkConfig(options.count);
  }

  static async start(options: EngineNetworkOptions): Promise<EngineNetwork> {
    const network = new EngineNetwork(options);
    const ports = await findFreePorts(2 * options.count);
    for (let index = 0; index < options.count; index++)
      network.#addNode(index, ports[2 * index] ?? 0, ports[2 * index + 1] ?? 0);
    for (const node of network.nodes) await network.startNode(node);
    return network;
  }

  #addNode(index: number, p2pPort: number, rpcPort: number): void {
    const org = index + 1;
    const orgId = testOrgIds[index] ?? "";
    const home = join(this.#folder, `engine${org}`);
    const binding = openEngineHome(home, { chainId: "chain1", orgId, ...tlsIdentity(org) });
    // The rest comes with `startNode`.
    const node = {
      index,
      home,
      binding,
      p2pPort,
      rpcPort,
      failures: [],
      notices: [],
      endings: [],
    } as unknown as TestNode;
    this.nodes.push(node);
  }

  /** Opens the node on its folder and starts its engine. */
  async startNode(node: TestNode, trusted?: TrustedState): Promise<void> {
    await this.openNode(node);
    if (trusted !== undefined) this.#joinBySnapshot(node, trusted);
    await this.startEngine(node);
  }

  /** The chain of a stopped node is gone, and what its engine knew of it; the keys stay. */
  async loseData(node: TestNode): Promise<void> {
    rmSync(join(this.#folder, `chain${node.index + 1}`), { recursive: true });
    const state = readFileSync(join(node.home, "data/priv_validator_state.json"));
    rmSync(join(node.home, "data"), { recursive: true });
    mkdirSync(join(node.home, "data"));
    writeFileSync(join(node.home, "data/priv_validator_state.json"), state);
  }

  /** What a newcomer is told to trust: a late engine block that a running node knows. The first has the genesis' time, which is too long ago. */
  async trustedState({ client }: TestNode): Promise<TrustedState> {
    const signal = AbortSignal.timeout(10_000);
    const { latestHeight: height } = await client.status(signal);
    const { commit } = parseSignedHeader(await client.signedHeader(height, signal));
    return { height, hash: bytesToHex(commit?.blockId?.hash ?? new Uint8Array()) };
  }

  #joinBySnapshot(node: TestNode, { height, hash }: TrustedState): void {
    const servers = this.nodes.filter((each) => each !== node).map(({ rpcPort }) => `http://127.0.0.1:${rpcPort}`);
    const lines = [
      "[statesync]",
      "enable = true",
      `rpc_servers = "${servers.join(",")}"`,
      `trust_height = ${height}`,
      `trust_hash = "${hash}"`,
      'trust_period = "168h0m0s"',
      'discovery_time = "5s"',
      "",
    ];
    appendFileSync(join(node.home, "config/config.toml"), lines.join("\n"));
  }

  async openNode(node: TestNode): Promise<void> {
    const faultPoints = this.#options.faultPoints?.(node.index);
    node.ledger = await openLedger({
      directory: join(this.#folder, `chain${node.index + 1}`),
      chainId: "chain1",
      ...(faultPoints === undefined ? {} : { faultPoints }),
    });
    const { orgId, certificate, privateKey } = testMember(node.index + 1, "node/consensus1");
    node.chain = await openChain({
      ledger: node.ledger,
      genesis: this.config,
      vms: [this.#options.vm?.(node.index) ?? createScriptVm()],
      systemContracts: createSystemContracts({
        nodes: { listNodes: () => [], listChainIds: () => ["chain1"] },
        blockVersionMax: 2_030_700,
        unarchivedBlockCount: 10n,
      }),
      signer: createCertificateSigner(orgId, certificate, privateKey),
      clock: { unixSeconds: () => testNow, monotonicMs: () => performance.now() },
    });
    this.#writeFiles(node);
    node.client = createEngineClient(`tcp://127.0.0.1:${node.rpcPort}`);
    const options = {
      ...node.chain,
      engine: node.client,
      abciAddress: `unix://${node.home}/abci.sock`,
      appState: readAppState(node.home),
      snapshotFolder: join(node.home, "joining"),
      time: realTimers,
      onFailure: (error: unknown) => void node.failures.push(error),
      onNotice: (text: string, fields: Readonly<Record<string, unknown>>) =>
        void node.notices.push(`${text} ${JSON.stringify(fields, (_, v) => (typeof v === "bigint" ? String(v) : v))}`),
    };
    node.consensus = createCometbftConsensus(options, this.#options.listen?.(node.index));
    await node.consensus.start();
  }

  #writeFiles(node: TestNode): void {
    const peers = this.nodes
      .filter((each) => each !== node)
      .map(({ binding, p2pPort }) => `${enginePeerId(binding.peerKey)}@127.0.0.1:${p2pPort}`);
    const config = {
      moniker: `node${node.index + 1}`,
      listenAddress: `127.0.0.1:${node.p2pPort}`,
      externalAddress: undefined,
      peers,
      blockIntervalMs: 10,
      logLevel: "info" as const,
    };
    const bindings = this.nodes.map(({ binding }) => binding);
    writeEngineConfig(node.home, config);
    writeEngineGenesis(node.home, () => engineGenesis(this.config, bindings, "test"));
  }

  async startEngine(node: TestNode): Promise<void> {
    const log: string[] = [];
    node.engine = new EngineProcess({
      program: this.#options.program,
      home: node.home,
      abciAddress: node.consensus.address,
      rpcAddress: `tcp://127.0.0.1:${node.rpcPort}`,
      onLog: (line) => {
        log.push(JSON.stringify(line));
        if (process.env["ENGINE_LOG"] !== undefined) console.error(node.index, JSON.stringify(line).slice(0, 400));
      },
      onEnd: ({ reason }) => {
        node.endings.push(reason);
        writeFileSync(join(node.home, "engine.log"), log.join("\n"));
      },
    });
    await node.engine.start();
  }

  async stopNode(node: TestNode): Promise<void> {
    await node.engine.stop();
    await node.consensus.stop();
    node.client.close();
    await node.ledger.close();
  }

  async stop(): Promise<void> {
    for (const node of this.nodes) await this.stopNode(node);
    rmSync(this.#folder, { recursive: true });
  }
}

/** The test chain with the nodes of the first `count` organisations. */
export function networkConfig(count: number): ChainConfig {
  const config = testChainConfig();
  if (config.consensus !== undefined) {
    config.consensus.type = consensusTypes.ConsensusType.TBFT;
    config.consensus.nodes = config.consensus.nodes.slice(0, count);
  }
  return config;
}

/** Waits until a condition holds; fails after `timeoutMs`. */
export async function until(what: string, condition: () => boolean, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`timed out: ${what}`);
    await delay(10);
  }
}

const realTimers = {
  unixSeconds: () => testNow,
  monotonicMs: () => performance.now(),
  after: (ms: number, action: () => void) => {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

function tlsIdentity(org: number) {
  const path = `../../third_party/chainmaker-testdata/testdata/crypto-config/wx-org${org}.chainmaker.org/node/consensus1/consensus1`;
  const read = (ending: string): string => readFileSync(new URL(`${path}.${ending}`, import.meta.url), "utf8");
  return { certificate: parseCertificate(read("tls.crt")), privateKey: parsePrivateKey(read("tls.key")) };
}
