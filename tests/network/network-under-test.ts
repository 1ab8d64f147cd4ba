import { mkdtempSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installContract, createCertificateSigner, loadClients, type Client } from "@yanta/sdk";
import { parse, stringify } from "yaml";
import { mountSmallDisk, type SmallDisk } from "../faults/full-disk.ts";
import { startNodeProcess, type NodeProcess } from "../support/node-process.ts";
import { createRandom, freshSeed } from "../support/random.ts";
import { yantaJson } from "../support/yanta-command.ts";
import type { NodeFaults } from "./node-faults.ts";
import { type LineQuality, perfectLine, TcpLink } from "./tcp-link.ts";

const faultsModule = new URL("faults-in-node.ts", import.meta.url).href;
const contractCode = new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url);

interface MadeNode {
  readonly name: string;
  readonly orgId: string;
  readonly nodeId: string;
  readonly rpcPort: number;
  readonly p2pPort: number;
}

/** A node that a test may hurt. */
export interface NodeUnderTest {
  /** From 1. */
  readonly number: number;
  readonly folder: string;
  readonly client: Client;
  readonly process: NodeProcess | undefined;
  start(): Promise<void>;
  /** SIGKILL to the node; its engine ends by itself. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Process id of its engine as the node wrote it. */
  enginePid(): number;
  /** Cuts or mends its lines to all others. */
  disconnect(): void;
  reconnect(): void;
  /** Makes its lines to all others worse; without a quality they are again as they were declared. */
  worsenLines(quality?: Partial<LineQuality>): void;
  /** Makes its clock or its disk worse, until it is told otherwise. */
  setFaults(faults: NodeFaults): void;
  /** Leaves no room on the disk of its ledger; `makeRoom` takes the ballast away. */
  fillDisk(): void;
  makeRoom(): void;
}

export interface NetworkUnderTest {
  readonly folder: string;
  readonly nodes: readonly NodeUnderTest[];
  readonly sdkConfig: string;
  /** Installs a contract of runtime WASMER, with all organisations' approval. */
  install(name: string, bytecode: Uint8Array): Promise<void>;
  /** Cuts the lines between these nodes and the others; `mendLines` mends all. */
  partition(side: readonly number[]): void;
  mendLines(): void;
  close(): Promise<void>;
}

export interface NetworkOptions {
  readonly count: number;
  /** Path of the program cometbft. */
  readonly engine: string;
  /** Delay of the line between every two engines, one way; "direct": there are no lines, and nobody can cut them. */
  readonly delayMs: number | "direct";
  /** Size of the disk that holds each node's ledger; the machine's own when absent. */
  readonly diskBytes?: number;
  /** A program that runs a node in place of the `yanta` command: `startNodeProcess` says what it prints. */
  readonly entry?: string;
  /** Changes the chainmaker.yml of a node, by its number, before it starts. */
  readonly configure?: (number: number, yaml: NodeYaml) => void;
  /** Block version of the genesis; that of new chains when absent. */
  readonly blockVersion?: string;
}

/** The keys of a chainmaker.yml that tests change. */
export interface NodeYaml {
  readonly net: { listen_addr: string; seeds: string[] };
  readonly rpc: { port: number };
  readonly engine: Record<string, unknown>;
}

/** Writes a chainmaker.yml anew with a change. */
export function alterConfig(file: string, change: (yaml: NodeYaml) => void): void {
  const yaml = parse(readFileSync(file, "utf8")) as NodeYaml;
  change(yaml);
  writeFileSync(file, stringify(yaml));
}

/**
 * Makes a network on free ports of loopback, starts it and installs `fact`.
 * Throws SmallDiskError where this user may not mount a disk.
 */
export async function startNetwork(options: NetworkOptions): Promise<NetworkUnderTest> {
  const { count, engine, delayMs, diskBytes, configure, blockVersion, entry } = options;
  const parent = mkdtempSync(join(tmpdir(), "yanta-network-"));
  const folder = join(parent, "n");
  const hosts = Array<string>(count).fill("127.0.0.1").join(",");
  const init = ["network", "init", "--hosts", hosts, "--port", "0", "--dir", folder];
  const made = (await yantaJson(init, { folder: parent })) as { nodes: readonly MadeNode[]; sdkConfig: string };
  const links = delayMs === "direct" ? new Map<string, TcpLink>() : await linkEngines(folder, made.nodes, delayMs);
  if (configure !== undefined)
    for (const [index, { name }] of made.nodes.entries())
      alterConfig(join(folder, name, "chainmaker.yml"), (yaml) => configure(index + 1, yaml));
  if (blockVersion !== undefined)
    for (const { name } of made.nodes) setBlockVersion(join(folder, name, "bc1.yml"), blockVersion);
  const clients = loadClients(made.sdkConfig);
  const nodes = made.nodes.map((node, index) =>
    nodeUnderTest({
      node,
      number: index + 1,
      folder: join(folder, node.name),
      client: clients[index],
      links,
      engine,
      entry,
    }),
  );
  const disks: SmallDisk[] = [];
  const install = (name: string, bytecode: Uint8Array): Promise<void> =>
    installWasm({ folder, made: made.nodes, client: nodes[0]?.client, name, bytecode });
  const close = async (): Promise<void> => {
    await Promise.allSettled(nodes.map((node) => node.stop()));
    for (const { client } of nodes) client.transport.close();
    await Promise.allSettled([...links.values()].map((link) => link.close()));
    for (const disk of disks) disk.unmount();
    rmSync(parent, { recursive: true, force: true });
  };
  try {
    for (const node of diskBytes === undefined ? [] : nodes) {
      const disk = mountSmallDisk(join(node.folder, "data"), diskBytes ?? 0);
      if (disk === undefined) throw new SmallDiskError();
      disks.push(disk);
    }
    await Promise.all(nodes.map((node) => node.start()));
    await install("fact", readFileSync(contractCode));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    folder,
    nodes,
    sdkConfig: made.sdkConfig,
    install,
    partition: (side) => {
      for (const [name, link] of links) {
        const [from, to] = name.split(">").map((number) => side.includes(Number(number)));
        if (from !== to) link.cut();
      }
    },
    mendLines: () => {
      for (const link of links.values()) link.mend();
    },
    close,
  };
}

/** This user may not mount a small disk. */
export class SmallDiskError extends Error {}

function setBlockVersion(file: string, version: string): void {
  writeFileSync(file, stringify({ ...(parse(readFileSync(file, "utf8")) as object), version }));
}

/** A link for each direction, `1>2`; each node's configuration names the links in place of the others' engines. */
async function linkEngines(
  folder: string,
  nodes: readonly MadeNode[],
  delayMs: number,
): Promise<ReadonlyMap<string, TcpLink>> {
  const links = new Map<string, TcpLink>();
  const random = createRandom(freshSeed());
  for (const [from, node] of nodes.entries()) {
    const seeds: string[] = [];
    for (const [to, other] of nodes.entries()) {
      if (from === to) continue;
      const link = new TcpLink(other.p2pPort, random, { ...perfectLine, delayMs });
      await link.open();
      links.set(`${from + 1}>${to + 1}`, link);
      seeds.push(`/ip4/127.0.0.1/tcp/${link.port}/p2p/${other.nodeId}`);
    }
    alterConfig(join(folder, node.name, "chainmaker.yml"), (yaml) => {
      yaml.net.seeds = seeds;
    });
  }
  return links;
}

interface NodeParts {
  readonly node: MadeNode;
  readonly number: number;
  readonly folder: string;
  readonly client: Client | undefined;
  readonly links: ReadonlyMap<string, TcpLink>;
  readonly engine: string;
  readonly entry: string | undefined;
}

function nodeUnderTest({ node, number, folder, client, links, engine, entry }: NodeParts): NodeUnderTest {
  if (client === undefined) throw new Error(`the SDK configuration does not list ${node.name}`);
  const own = [...links].filter(([name]) => name.split(">").includes(String(number))).map(([, link]) => link);
  const declared = own.map(({ quality }) => quality);
  const ballast = join(folder, "data", "ballast");
  const faultsFile = join(folder, "faults.json");
  let running: NodeProcess | undefined;
  return {
    number,
    folder,
    client,
    get process() {
      return running;
    },
    start: async () => {
      running = await startNodeProcess({
        folder,
        ...(entry === undefined ? {} : { entry }),
        command: ["start", "--config", "chainmaker.yml", "--json"],
        environment: { YANTA_COMETBFT: engine, YANTA_TEST_FAULTS: faultsFile },
        nodeOptions: ["--import", faultsModule],
      });
    },
    kill: async () => {
      running?.kill("SIGKILL");
      await running?.exited;
      running = undefined;
    },
    stop: async () => {
      // A stopped process takes no signal but these.
      running?.kill("SIGCONT");
      await running?.stop();
      running = undefined;
    },
    enginePid: () => Number(readFileSync(join(folder, "engine/chain1/engine.pid"), "utf8")),
    disconnect: () => own.forEach((link) => link.cut()),
    reconnect: () => own.forEach((link) => link.mend()),
    worsenLines: (quality) =>
      own.forEach((link, index) => {
        link.quality = { ...perfectLine, ...declared[index], ...quality };
      }),
    setFaults: (faults) => {
      writeFileSync(`${faultsFile}.new`, JSON.stringify(faults));
      renameSync(`${faultsFile}.new`, faultsFile);
    },
    fillDisk: () => {
      const { bavail, bsize } = statfsSync(join(folder, "data"));
      writeFileSync(ballast, new Uint8Array(bavail * bsize));
    },
    makeRoom: () => rmSync(ballast, { force: true }),
  };
}

interface Installation {
  readonly folder: string;
  readonly made: readonly MadeNode[];
  readonly client: Client | undefined;
  readonly name: string;
  readonly bytecode: Uint8Array;
}

async function installWasm({ folder, made, client, name, bytecode }: Installation): Promise<void> {
  if (client === undefined) return;
  const endorsers = made.map(({ orgId }) => {
    const base = join(folder, "crypto-config", orgId, "user/admin1/admin1.sign");
    return createCertificateSigner({
      orgId,
      certificatePem: readFileSync(`${base}.crt`, "utf8"),
      privateKeyPem: readFileSync(`${base}.key`, "utf8"),
    });
  });
  await installContract(client, { name, version: "1.0", runtime: "WASMER", bytecode, endorsers });
}
