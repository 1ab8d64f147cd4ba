import type { Chain } from "@yanta/chain";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Feeds the metrics of one chain; docs/generated/metrics.md lists them all. */
export function observeChain(chain: Chain, registry: Registry): () => void {
  const registers = [registry];
  const labelNames = ["chain"] as const;
  const labels = { chain: chain.chainId };
  const height = new Gauge({
    name: "yanta_chain_height_blocks",
    help: "Height of the last durable block",
    labelNames,
    registers,
  });
  const transactions = new Counter({
    name: "yanta_chain_transactions_total",
    help: "Transactions in durable blocks",
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
  const queued = new Gauge({
    name: "yanta_pool_transactions",
    help: "Transactions in the pool by stage",
    labelNames: ["chain", "stage"] as const,
    registers,
    collect() {
      const status = chain.pool.status();
      this.set({ ...labels, stage: "queue" }, status.commonQueued + status.configQueued);
      this.set({ ...labels, stage: "pending" }, status.commonPending + status.configPending);
    },
  });
  height.set(labels, Number(chain.ledger.lastHeight ?? 0n));
  const stop = chain.onBlock((block) => {
    height.set(labels, Number(block.header.blockHeight));
    transactions.inc(labels, block.header.txCount);
    blockSize.observe(labels, block.record.blockInfoBytes.length);
  });
  return () => {
    stop();
    queued.reset();
  };
}
