import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { yantaJson } from "../support/yanta-command.ts";
import { clientAt, makeFurtherFolder, startFurther } from "./further-node.ts";
import { checkSameBlocks, untilLevel } from "./network-invariants.ts";
import { startLoad } from "./network-load.ts";
import { startNetwork, type NodeUnderTest } from "./network-under-test.ts";
import { until, voters } from "./voters.ts";

const engine = setUpTool("cometbft");

test("a node joins the running chain, gets a vote, and another loses its own", { skip: engine.skip }, async (t) => {
  if (engine.kind === "missing") return;
  const network = await startNetwork({ count: 4, engine: engine.path, delayMs: 0 });
  const load = startLoad(network.nodes, 2);
  const environment = { YANTA_COMETBFT: engine.path };
  const yanta = (...argv: string[]): Promise<unknown> =>
    yantaJson([...argv, "--sdk-config", network.sdkConfig], { folder: network.folder, environment });
  try {
    await load.progress(10);
    const folder = makeFurtherFolder(network);
    const joined = (await yantaJson(["network", "join", "--config", join(folder, "chainmaker.yml")], {
      folder,
      environment,
    })) as { nodeId: string; bindingFile: string; missing: readonly string[] };
    assert.deepEqual(joined.missing, []);

    const node = await startFurther(folder, engine.path);
    t.after(() => node.stop());
    const client = clientAt(network, node.port);
    t.after(() => client.transport.close());
    const fifth = { ...network.nodes[0], number: 5, client } as NodeUnderTest;
    const [first] = network.nodes;
    assert.ok(first !== undefined);

    // Its configuration is that of the first node.
    const seeds = network.nodes.slice(1);
    await t.test("without a binding that they know the others turn it away", async () => {
      await until("all turned it away", async () =>
        seeds.every(({ process }) => process?.stderr().includes("was turned away")),
      );
      assert.deepEqual(await voters(client), []);
    });
    await t.test("it follows before it votes", async () => {
      const { votes } = (await yanta("network", "add-node", "--follow", joined.bindingFile)) as { votes: boolean };
      assert.equal(votes, false);
      await until("node 5 follows", async () => (await voters(client)).length === 4);
    });
    await t.test("add-node gives it a vote on every node", async () => {
      await yanta("network", "add-node", joined.bindingFile);
      await until("five vote", async () => (await voters(first.client)).includes(joined.nodeId));
      await until("node 5 knows it", async () => (await voters(client)).includes(joined.nodeId));
      await load.progress(10);
    });
    await t.test("remove-node takes one away, and the rest goes on", async () => {
      const leaver = (await voters(first.client)).find((nodeId) => nodeId !== joined.nodeId) ?? "";
      await yanta("network", "remove-node", leaver);
      await until("it is gone", async () => !(await voters(first.client)).includes(leaver));
      await load.progress(10);
    });
    await load.stop();
    await t.test("all five hold the same blocks", async () => {
      const all = [...network.nodes, fifth];
      await checkSameBlocks(all, await untilLevel(all));
    });
    await t.test("a reader checks the chain from what the network was started with", async () => {
      const node1 = join(network.folder, "node1");
      const verify = (...argv: string[]) => yanta("block", "verify", ...argv) as Promise<Record<string, unknown>>;
      const report = await verify("--bindings", join(node1, "engine-bindings"));
      assert.equal(report["trusted"], "file");
      const { certificates, uncertified, blocks } = report as Record<"certificates" | "uncertified" | "blocks", number>;
      assert.equal(uncertified, 0);
      assert.equal(certificates, blocks - 1);
      await assert.rejects(verify("--genesis-hash", "ab".repeat(32)), /CLI_GENESIS_OTHER/);
    });
  } finally {
    await load.stop();
    await network.close();
  }
});
