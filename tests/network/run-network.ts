import type { TestContext } from "node:test";
import { checkAcknowledged, checkSameBlocks, untilLevel } from "./network-invariants.ts";
import { startLoad, type NetworkLoad } from "./network-load.ts";
import { startNetwork, type NetworkUnderTest, type NodeUnderTest } from "./network-under-test.ts";
import { awayIn, canAgreeWithout, type DeclaredNetwork, type NetworkStep } from "./read-network.ts";

/**
 * Runs a declared network under load, step by step, and holds it to the invariants after each: the rest goes on where
 * more than two thirds are left, liveness returns, no two nodes differ in any block, and what was acknowledged is on
 * every node.
 */
export async function runNetwork(t: TestContext, declared: DeclaredNetwork, engine: string): Promise<void> {
  const { nodes: count, delay_ms: delayMs, disk_mb: diskMb } = declared;
  const network = await startNetwork({
    count,
    engine,
    delayMs,
    ...(diskMb === undefined ? {} : { diskBytes: diskMb * 1024 * 1024 }),
  });
  const load = startLoad(network.nodes, declared.in_flight);
  try {
    await load.progress(10);
    for (const [index, step] of declared.step.entries()) {
      await t.test(`${index + 1}: ${step.kind} ${step.nodes.join(", ")}`, () =>
        takeStep({ declared, network, load, step }),
      );
    }
    await load.stop();
    await t.test("all nodes hold the same blocks and everything that was acknowledged", async () => {
      const height = await untilLevel(network.nodes);
      await checkSameBlocks(network.nodes, height);
      await checkAcknowledged(network.nodes, load.acknowledged);
    });
  } catch (error) {
    for (const { number, process } of network.nodes) t.diagnostic(`node ${number}: ${process?.stderr() ?? "is down"}`);
    throw error;
  } finally {
    await load.stop();
    await network.close();
  }
}

interface StepParts {
  readonly declared: DeclaredNetwork;
  readonly network: NetworkUnderTest;
  readonly load: NetworkLoad;
  readonly step: NetworkStep;
}

async function takeStep({ declared, network, load, step }: StepParts): Promise<void> {
  const hit = network.nodes.filter(({ number }) => step.nodes.includes(number));
  const away = awayIn(step);
  load.spare(away);
  await Promise.all(hit.map((node) => perturb(node, step)));
  if (canAgreeWithout(declared, away)) await load.progress(step.progress);
  else if (step.kind !== "kill-engine") await load.standStill();
  await Promise.all(hit.map((node) => mend(node, step.kind)));
  load.spare([]);
  // Liveness is back for all of them, those that were hit included.
  await load.progress(10);
  await Promise.all(hit.map((node) => untilServes(node)));
}

async function perturb(node: NodeUnderTest, step: NetworkStep): Promise<void> {
  switch (step.kind) {
    case "kill":
      return node.kill();
    case "kill-engine":
      process.kill(node.enginePid(), "SIGKILL");
      return undefined;
    case "pause":
      return node.process?.kill("SIGSTOP");
    case "disconnect":
      return node.disconnect();
    case "fill-disk":
      return node.fillDisk();
    case "restart":
      return node.stop();
    case "clock-skew":
      return node.setFaults({ clockSkewMs: step.skew_ms });
    case "slow-fsync":
      return node.setFaults({ fsyncDelayMs: step.fsync_ms });
    case "loss":
      return node.worsenLines({ lossPercent: step.percent });
    case "reorder":
      return node.worsenLines({ jitterMs: step.jitter_ms });
    case "bandwidth":
      return node.worsenLines({ bytesPerSecond: step.bytes_per_second });
  }
}

async function mend(node: NodeUnderTest, kind: NetworkStep["kind"]): Promise<void> {
  switch (kind) {
    case "kill":
    case "restart":
      return node.start();
    case "kill-engine":
      return undefined;
    case "pause":
      return node.process?.kill("SIGCONT");
    case "fill-disk":
      return node.makeRoom();
    case "disconnect":
      return node.reconnect();
    case "clock-skew":
    case "slow-fsync":
      return node.setFaults({});
    case "loss":
    case "reorder":
    case "bandwidth":
      return node.worsenLines();
  }
}

/** A transaction through this node alone comes into a block. */
async function untilServes(node: NodeUnderTest): Promise<void> {
  const own = startLoad([node], 1);
  try {
    await own.progress(1);
  } finally {
    await own.stop();
  }
}
