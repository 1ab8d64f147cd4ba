import type { Chain } from "@yanta/chain";
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
  observe(chain: Chain): void;
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
  return {
    countDecision: (isAccepted) => decisions.inc({ outcome: isAccepted ? "accepted" : "refused" }),
    observe: (chain) => {
      const labels = { chain: chain.chainId };
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
