import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FaultPointName } from "@yanta/storage";
import { installContract, type Client } from "@yanta/sdk";
import { writeEventContract } from "../clients/event-contract.ts";
import { createChainFolder, type ChainFolder } from "../support/chain-folder.ts";
import { NodeStartError, startNodeProcess, type NodeProcess } from "../support/node-process.ts";
import type { Random } from "../support/random.ts";
import { AckFile, readAcks } from "./ack-file.ts";
import { ChainChecker, type CheckReport } from "./check-chain.ts";
import { betweenFsyncAndIndex, planKills, type KillPlan } from "./kill-plan.ts";
import { eventContract, loadContract, runLoad } from "./load.ts";
import { tearLastRecord } from "./tear-log.ts";

const entry = fileURLToPath(new URL("node-with-fault-points.ts", import.meta.url));
const contractCode = new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url);
/** A named place that is not met within this time of load is given up: the node is killed from outside. */
const loadMsMax = 5_000;
/** Acknowledgements of earlier runs that are asked for again after each restart, beside all of the last run. */
const oldAcksSampled = 200;
const failuresMax = 20;

export interface KillCampaignOptions {
  readonly kills: number;
  readonly random: Random;
  readonly onProgress?: (line: string) => void;
  /** Ends the campaign after the kill under way. */
  readonly signal?: AbortSignal;
}

export interface KillCampaignReport {
  readonly kills: number;
  /** By how the node died; a fault point by its name. */
  readonly killsByKind: Readonly<Record<string, number>>;
  readonly killsBetweenFsyncAndIndex: number;
  readonly tornTails: Readonly<Record<string, number>>;
  /** How often the nodes that killed themselves had passed each place. */
  readonly faultPointHits: Readonly<Record<string, number>>;
  readonly acknowledgements: Readonly<Record<string, number>>;
  /** Looks at an acknowledgement after a restart. */
  readonly acknowledgementChecks: number;
  readonly restarts: number;
  readonly height: string;
  readonly failures: readonly string[];
}

/**
 * Kills a node under load again and again and restarts it on the same data; after each restart all that was acknowledged
 * must be there. The caller is the process that records, the node is another one.
 */
export async function runKillCampaign(options: KillCampaignOptions): Promise<KillCampaignReport> {
  const folder = createChainFolder();
  const campaign = new Campaign(options, folder);
  const report = await campaign.run();
  // A failed campaign leaves its folder for whoever looks into it.
  if (report.failures.length === 0) folder.remove();
  else options.onProgress?.(`the chain's folder is kept: ${folder.path}`);
  return report;
}

/** What a run of the node ended in. */
interface Death {
  readonly kind: string;
  readonly point?: FaultPointName;
}

class Campaign {
  readonly #options: KillCampaignOptions;
  readonly #folder: ChainFolder;
  readonly #acks: AckFile;
  readonly #hitsFile: string;
  readonly #checker = new ChainChecker();
  readonly #failures: string[] = [];
  readonly #killsByKind = new Map<string, number>();
  readonly #tornTails = new Map<string, number>();
  readonly #hits = new Map<string, number>();
  #acksSeen = 0;
  #acksChecked = 0;
  #restarts = 0;
  #betweenCount = 0;
  #height = 0n;

  constructor(options: KillCampaignOptions, folder: ChainFolder) {
    this.#options = options;
    this.#folder = folder;
    this.#acks = new AckFile(join(folder.path, "acknowledgements.jsonl"));
    this.#hitsFile = join(folder.path, "hits.json");
  }

  async run(): Promise<KillCampaignReport> {
    await this.#prepare();
    let kills = 0;
    for (const plan of planKills(this.#options.kills, this.#options.random)) {
      if (this.#options.signal?.aborted || this.#failures.length >= failuresMax) break;
      const death = await this.#runOnce(plan, kills);
      kills++;
      count(this.#killsByKind, death.kind);
      if (death.point !== undefined && betweenFsyncAndIndex.has(death.point)) this.#betweenCount++;
      this.#options.onProgress?.(
        `kill ${kills}: ${death.kind}, height ${this.#height}, ${this.#acksSeen} acknowledgements, ${this.#failures.length} failures`,
      );
    }
    await this.#checkAll();
    this.#acks.close();
    const kindCounts = new Map<string, number>();
    for (const { kind } of readAcks(this.#acks.path)) count(kindCounts, kind);
    return {
      kills,
      killsByKind: Object.fromEntries(this.#killsByKind),
      killsBetweenFsyncAndIndex: this.#betweenCount,
      tornTails: Object.fromEntries(this.#tornTails),
      faultPointHits: Object.fromEntries(this.#hits),
      acknowledgements: Object.fromEntries(kindCounts),
      acknowledgementChecks: this.#acksChecked,
      restarts: this.#restarts,
      height: this.#height.toString(),
      failures: this.#failures,
    };
  }

  /** Installs the contracts that the load calls. */
  async #prepare(): Promise<void> {
    const node = await this.#start();
    const client = this.#connect(node);
    const admins = [1, 2, 3, 4].map((org) => this.#folder.signer(org, "admin1"));
    const eventCode = join(this.#folder.path, "event.wasm");
    writeEventContract(eventCode);
    for (const [name, code] of [
      [loadContract, contractCode],
      [eventContract, eventCode],
    ] as const) {
      await installContract(client, {
        name,
        version: "1.0",
        runtime: "WASMER",
        bytecode: readFileSync(code),
        endorsers: admins,
      });
    }
    client.transport.close();
    await node.stop();
  }

  async #runOnce(plan: KillPlan, index: number): Promise<Death> {
    rmSync(this.#hitsFile, { force: true });
    const node = await this.#startUntilPlannedDeath(plan, index);
    if (node !== undefined) {
      const client = this.#connect(node);
      const isAlive = await this.#check(client, node, index);
      if (isAlive) await this.#loadUntilDeath(client, node, { plan, index });
      client.transport.close();
      node.kill("SIGKILL");
      await node.exited;
    }
    return this.#afterDeath(plan, index);
  }

  /** The node, or undefined when it died before it served, as planned. */
  async #startUntilPlannedDeath(plan: KillPlan, index: number): Promise<NodeProcess | undefined> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await this.#start(plan, (kill) => {
        if (plan.kind === "while-starting") timer = setTimeout(() => kill("SIGKILL"), plan.afterMs);
      });
    } catch (error) {
      if (!(error instanceof NodeStartError)) throw error;
      if (error.exit.signal !== "SIGKILL") this.#fail(index, `the node did not start: ${error.message}`);
      return undefined;
    } finally {
      if (plan.kind !== "while-starting") clearTimeout(timer);
    }
  }

  /** Checks the restarted node; false when the node died meanwhile, which a fault point or a late kill may cause. */
  async #check(client: Client, node: NodeProcess, index: number): Promise<boolean> {
    let hasExited = false;
    void node.exited.then(() => (hasExited = true));
    const all = readAcks(this.#acks.path);
    const fresh = all.slice(this.#acksSeen);
    const old = Array.from({ length: Math.min(oldAcksSampled, this.#acksSeen) }, () =>
      this.#options.random.pick(all.slice(0, this.#acksSeen)),
    );
    try {
      const report = await this.#checker.check(client, [...old, ...fresh]);
      await new Promise((resolve) => setImmediate(resolve));
      if (hasExited) return false;
      this.#acksSeen = all.length;
      this.#take(report, index);
      return true;
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (!hasExited) this.#fail(index, `the check failed: ${String(error)}`);
      return false;
    }
  }

  async #loadUntilDeath(
    client: Client,
    node: NodeProcess,
    { plan, index }: { plan: KillPlan; index: number },
  ): Promise<void> {
    const stop = new AbortController();
    const timer = setTimeout(() => node.kill("SIGKILL"), plan.kind === "random" ? plan.afterMs : loadMsMax);
    const load = runLoad({
      client,
      random: this.#options.random,
      acks: this.#acks,
      run: `r${index}`,
      signal: stop.signal,
    });
    const exit = await node.exited;
    clearTimeout(timer);
    stop.abort();
    await load;
    if (exit.signal !== "SIGKILL") this.#fail(index, `the node ended by itself (code ${exit.code}): ${node.stderr()}`);
  }

  #afterDeath(plan: KillPlan, index: number): Death {
    if (!existsSync(this.#hitsFile)) return { kind: plan.kind === "while-starting" ? "while-starting" : "random" };
    const { killedAt, hits }: { killedAt: FaultPointName; hits: Record<string, number> } = JSON.parse(
      readFileSync(this.#hitsFile, "utf8"),
    );
    for (const [name, passes] of Object.entries(hits)) this.#hits.set(name, (this.#hits.get(name) ?? 0) + passes);
    if (plan.kind !== "torn-tail") return { kind: killedAt, point: killedAt };
    const height = tearLastRecord(join(this.#folder.dataPath, "blocks"), plan.tear, this.#options.random);
    const acked = readAcks(this.#acks.path).reduce(
      (highest, ack) => ("height" in ack && BigInt(ack.height) > highest ? BigInt(ack.height) : highest),
      0n,
    );
    if (acked >= height) this.#fail(index, `block ${height} was acknowledged before it was durable`);
    count(this.#tornTails, plan.tear);
    return { kind: `torn-tail`, point: killedAt };
  }

  /** Every acknowledgement of the whole campaign against a last start. */
  async #checkAll(): Promise<void> {
    const node = await this.#start();
    const client = this.#connect(node);
    this.#take(await this.#checker.check(client, readAcks(this.#acks.path)), this.#options.kills);
    client.transport.close();
    await node.stop();
  }

  #start(plan?: KillPlan, onSpawn?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<NodeProcess> {
    this.#restarts++;
    const fault =
      plan?.kind === "fault-point"
        ? [plan.point, String(plan.pass)]
        : plan?.kind === "torn-tail"
          ? ["log.append.after", String(plan.pass)]
          : [];
    return startNodeProcess({
      folder: this.#folder.path,
      entry,
      arguments: [this.#hitsFile, ...fault],
      ...(onSpawn === undefined ? {} : { onSpawn }),
    });
  }

  #connect(node: NodeProcess): Client {
    return this.#folder.connect(node.port, 1, "client1");
  }

  #take(report: CheckReport, index: number): void {
    this.#height = report.height;
    this.#acksChecked += report.acksChecked;
    for (const failure of report.failures) this.#fail(index, failure);
  }

  #fail(index: number, text: string): void {
    this.#failures.push(`after kill ${index}: ${text}`);
  }
}

function count(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}
