import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chain } from "@yanta/chain";
import { createChainMetrics, createMetricsRegistry } from "./metrics.ts";

function idleChain(chainId: string, lastHeight: bigint): Chain {
  const empty = { commonQueued: 2, configQueued: 1, commonPending: 0, configPending: 0 };
  return {
    chainId,
    ledger: { lastHeight },
    pool: { status: () => empty },
    onBlock: () => () => undefined,
  } as unknown as Chain;
}

test("a node of two chains shows both", async () => {
  const registry = createMetricsRegistry();
  const metrics = createChainMetrics(registry);
  const engine = { engineHeight: 9, engineHash: "", isCatchingUp: true, peers: [], validators: [], isValidator: true };
  metrics.observe(idleChain("chain1", 7n), () => undefined);
  metrics.observe(idleChain("chain2", 0n), () => engine);
  const text = await registry.metrics();
  assert.match(text, /^yanta_chain_height_blocks\{chain="chain1"\} 7$/m);
  assert.match(text, /^yanta_chain_height_blocks\{chain="chain2"\} 0$/m);
  assert.match(text, /^yanta_pool_transactions\{chain="chain2",stage="queue"\} 3$/m);
  assert.match(text, /^yanta_engine_height_blocks\{chain="chain2"\} 9$/m);
  assert.match(text, /^yanta_engine_catching_up\{chain="chain2"\} 1$/m);
  assert.doesNotMatch(text, /^yanta_engine_peers\{chain="chain1"\}/m);
  assert.match(text, /^yanta_process_cpu_seconds_total \d/m);
});
