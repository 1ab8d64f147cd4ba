import type { Chain } from "@yanta/chain";
import type { EngineState } from "./engine/watch-engine.ts";
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** A registry that holds the metrics of the process. */
export function createMetricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "yanta_" });
  return registry;
}

/** Metrics of the chains of a node. Names end in their unit; docs/generated/metrics.md lists them all. */
export interface ChainMetrics {
  /** Counts what a chain does from now on. */
  observe(chain: Chain, engineState: () => EngineState | undefined): void;
  /** Counts a transaction that the node took into its pool or refused. */
  countDecision(isAccepted: boolean): void;
}

export function createChainMetrics(registry: Registry): ChainMetrics {
  const registers = [registry];
  const labelNames = ["chain"] as const;
  const chains: Chain[] = [];
  const height = new Gauge({
    name: "yanta_chain_height_blocks",
    help: "Height of the last durable block",
    labelNames,
    registers,
  });
  const transactions = new Counter({
    name: "yanta_chain_transactions_total",
    help: "Transactions in durable blocks since the start",
    labelNames,
    registers,
  });
  const blockSize = new Histogram({
    name: "yanta_chain_block_size_bytes",
    help: "Bytes of a block with its read-write sets",
    labelNames,
    buckets: [1e3, 1e4, 1e5, 1e6, 1e7],
    registers,
  });
  const inPool = new Gauge({
    name: "yanta_pool_transactions",
    help: "Transactions in the pool by stage",
    labelNames: ["chain", "stage"] as const,
    registers: [],
    collect() {
      for (const { chainId, pool } of chains) {
        const status = pool.status();
        this.set({ chain: chainId, stage: "queue" }, status.commonQueued + status.configQueued);
        this.set({ chain: chainId, stage: "pending" }, status.commonPending + status.configPending);
      }
    },
  });
  registry.registerMetric(inPool);
  const decisions = new Counter({
    name: "yanta_chain_requests_total",
    help: "Transactions that clients sent, by outcome: accepted into the pool or refused",
    labelNames: ["outcome"] as const,
    registers,
  });
  const engines = new Map<string, () => EngineState | undefined>();
  const engineGauges = [
    { name: "yanta_engine_height_blocks", help: "Height of the engine, empty blocks included", of: engineHeight },
    { name: "yanta_engine_peers", help: "Engines of other nodes that are connected", of: peerCount },
    { name: "yanta_engine_catching_up", help: "1 while the engine fetches blocks that others decided", of: catchingUp },
  ] as const;
  for (const { name, help, of } of engineGauges) {
    const gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [],
      collect() {
        this.reset();
        for (const [chainId, engineState] of engines) {
          const state = engineState();
          if (state !== undefined) this.set({ chain: chainId }, of(state));
        }
      },
    });
    registry.registerMetric(gauge);
  }
  return {
    countDecision: (isAccepted) => decisions.inc({ outcome: isAccepted ? "accepted" : "refused" }),
    observe: (chain, engineState) => {
      const labels = { chain: chain.chainId };
      engines.set(chain.chainId, engineState);
      chains.push(chain);
      height.set(labels, Number(chain.ledger.lastHeight ?? 0n));
      transactions.inc(labels, 0);
      chain.onBlock((block) => {
        height.set(labels, Number(block.header.blockHeight));
        transactions.inc(labels, block.header.txCount);
        blockSize.observe(labels, block.record.blockInfoBytes.length);
      });
    },
  };
}

const engineHeight = (state: EngineState): number => state.engineHeight;
const peerCount = (state: EngineState): number => state.peers.length;
const catchingUp = (state: EngineState): number => (state.isCatchingUp ? 1 : 0);
