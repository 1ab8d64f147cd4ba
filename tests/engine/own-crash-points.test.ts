import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { getTransaction, sendTransaction } from "@yanta/sdk";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { queryRegister } from "../network/register-clients.ts";
import { type NetworkUnderTest, type NodeUnderTest, startNetwork } from "../network/network-under-test.ts";
import { compileRegister, registerContract } from "../network/register-contract.ts";
import type { CrashPoint } from "./crash-point.ts";

const engine = setUpTool("cometbft");

/** In the order in which a commit passes them. */
const crashPoints: readonly CrashPoint[] = [
  "finalizeBlock.received",
  "finalizeBlock.staged",
  "commit.received",
  "log.append.before",
  "log.append.after",
  "log.fsync.after",
  "index.batch.middle",
  "index.batch.after",
  "commit.stored",
  "commit.answered",
];

const waitMs = 60_000;
const lookMs = 50;

suite("a node and its engine that die at each step of a commit", { skip: engine.skip }, () => {
  let network: NetworkUnderTest;
  let node: NodeUnderTest;
  before(async () => {
    network = await startNetwork({
      count: 1,
      engine: engine.kind === "ready" ? engine.path : "",
      delayMs: "direct",
      entry: fileURLToPath(new URL("node-with-fault-points.ts", import.meta.url)),
    });
    await network.install(registerContract, await compileRegister());
    const [first] = network.nodes;
    assert.ok(first !== undefined);
    node = first;
  });
  after(() => network.close());

  for (const [index, point] of crashPoints.entries()) {
    // An engine whose node is gone ends by itself, a moment later: every second time it has no such moment.
    const isBoth = index % 2 === 1;
    test(`${point}${isBoth ? ", both at once" : ""}`, async () => {
      const { process } = node;
      assert.ok(process !== undefined);
      writeFileSync(join(node.folder, "crash-at"), isBoth ? `${point}+engine` : point);
      const parameters = { key: "n", amount: "1" };
      const txId = await sendTransaction(node.client, { contract: registerContract, method: "add", parameters });
      const { signal } = await process.exited;
      assert.equal(signal, "SIGKILL");
      assert.equal(existsSync(join(node.folder, "crash-at")), false, "it died elsewhere");
      await node.start();
      // The engine had decided: nobody sends it again.
      await untilCommitted(txId);
    });
  }

  test("each transaction ran once, and the chain goes on", async () => {
    const { answer } = await queryRegister({ node, client: 0, key: "n" });
    assert.equal(answer?.output, crashPoints.length);
  });

  async function untilCommitted(txId: string): Promise<void> {
    const deadlineMs = performance.now() + waitMs;
    for (;;) {
      try {
        await getTransaction(node.client, txId);
        return;
      } catch (error) {
        if (performance.now() > deadlineMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, lookMs));
      }
    }
  }
});
