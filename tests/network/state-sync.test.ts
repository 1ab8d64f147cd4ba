import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createEngineClient } from "@yanta/consensus/engine";
import { getConsensusState } from "@yanta/sdk";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";
import { clientAt, letIn, makeFurtherFolder, startFurther } from "./further-node.ts";
import { checkAcknowledged, checkSameBlocks, untilLevel } from "./network-invariants.ts";
import { startLoad } from "./network-load.ts";
import { startNetwork, type NodeUnderTest } from "./network-under-test.ts";

const engine = setUpTool("cometbft");

test("a new node takes the chain over from a snapshot of the others", { skip: engine.skip }, async (t) => {
  if (engine.kind === "missing") return;
  const ports = await findFreePorts(2);
  const servers = ports.map((port) => `127.0.0.1:${port}`);
  const network = await startNetwork({
    count: 4,
    engine: engine.path,
    delayMs: 0,
    configure: (number, yaml) => {
      const server = servers[number - 1];
      if (server !== undefined) yaml.engine["rpc_address"] = server;
    },
  });
  const load = startLoad(network.nodes, 2);
  try {
    await load.progress(60);
    const [first] = network.nodes;
    assert.ok(first !== undefined);
    const { engineHeight: height, engineHash: hash } = (await getConsensusState(first.client))["engine"] as {
      engineHeight: number;
      engineHash: string;
    };
    const folder = makeFurtherFolder(network, (yaml) => {
      delete yaml.engine["rpc_address"];
      yaml.engine["state_sync"] = { servers, height, hash };
    });
    await letIn(network, folder);
    // The light client asks for the two engine blocks behind the snapshot.
    await load.progress(20);
    const node = await startFurther(folder, engine.path);
    t.after(() => node.stop());
    const client = clientAt(network, node.port);
    t.after(() => client.transport.close());
    await load.progress(10);
    await load.stop();
    const all = [...network.nodes, { ...first, number: 5, client } as NodeUnderTest];
    const level = await untilLevel(all);
    const connection = createEngineClient(`unix://${join(folder, "engine/chain1/rpc.sock")}`);
    t.after(() => connection.close());
    const { earliestHeight } = await connection.status(AbortSignal.timeout(20_000));
    assert.ok(earliestHeight > 1n, `its engine begins at ${earliestHeight}: it took the chain over block by block`);
    await checkSameBlocks(all, level);
    await checkAcknowledged(all, load.acknowledged);
  } finally {
    await load.stop();
    await network.close();
  }
});
