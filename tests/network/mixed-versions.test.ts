import { join, resolve } from "node:path";
import { test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { startNodeProcess, type NodeProcess } from "../support/node-process.ts";
import { checkAcknowledged, checkSameBlocks, untilLevel } from "./network-invariants.ts";
import { startLoad } from "./network-load.ts";
import { startNetwork, type NodeUnderTest } from "./network-under-test.ts";
import { until, validators } from "./voters.ts";

/** Folder of another version of Yanta, installed: node by node the network goes over to it and comes back. */
const other = process.env["OTHER_YANTA"];
const engine = setUpTool("cometbft");

const skip = other === undefined ? "OTHER_YANTA names no folder of another version" : engine.skip;

test(`nodes go over to another version one by one, and back`, { skip }, async (t) => {
  if (other === undefined || engine.kind === "missing") return;
  const network = await startNetwork({ count: 4, engine: engine.path, delayMs: "direct" });
  const load = startLoad(network.nodes, 2);
  const others: NodeProcess[] = [];
  const follows = ({ number, client }: NodeUnderTest): Promise<void> =>
    until(`node ${number} follows`, async () => (await validators(client)).length === 4);
  try {
    await load.progress(10);
    for (const node of network.nodes)
      await t.test(`node ${node.number} runs the other version`, async () => {
        await node.stop();
        others.push(
          await startNodeProcess({
            folder: node.folder,
            entry: join(resolve(other), "bin/yanta.mjs"),
            arguments: ["start", "--config", "chainmaker.yml", "--json"],
            environment: { YANTA_COMETBFT: engine.path },
          }),
        );
        await follows(node);
        await load.progress(20);
      });
    for (const [index, node] of network.nodes.entries())
      await t.test(`node ${node.number} runs this version again`, async () => {
        await others[index]?.stop();
        await node.start();
        await follows(node);
        await load.progress(20);
      });
    await load.stop();
    await checkSameBlocks(network.nodes, await untilLevel(network.nodes));
    await checkAcknowledged(network.nodes, load.acknowledged);
  } finally {
    await load.stop();
    await Promise.allSettled(others.map((each) => each.stop()));
    await network.close();
  }
});
