import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { getConsensusState, loadClient, type Client } from "@yanta/sdk";
import { parse, stringify } from "yaml";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { startNodeProcess } from "../support/node-process.ts";
import { yantaJson } from "../support/yanta-command.ts";
import { checkSameBlocks, untilLevel } from "./network-invariants.ts";
import { startLoad } from "./network-load.ts";
import { startNetwork, type NetworkUnderTest, type NodeUnderTest } from "./network-under-test.ts";

const engine = setUpTool("cometbft");
const waitMs = 120_000;

/** Ids of the nodes that vote, as a node's engine tells; empty while it does not answer. */
async function voters(client: Client): Promise<readonly string[]> {
  const { engine: state } = await getConsensusState(client);
  const { validators = [] } = (state ?? {}) as { validators?: readonly { nodeId: string }[] };
  return validators.map(({ nodeId }) => nodeId).toSorted();
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + waitMs;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${waitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The folder of a further node of organisation 1: its certificate `common1`, the others as its seeds. */
function makeFolder(network: NetworkUnderTest, ports: { readonly rpc: number; readonly p2p: number }): string {
  const folder = join(network.folder, "node5");
  const orgId = "wx-org1.chainmaker.org";
  mkdirSync(folder);
  for (const name of ["bc1.yml", "engine-bindings", "crypto-config"])
    cpSync(join(network.folder, "node1", name), join(folder, name), { recursive: true });
  rmSync(join(folder, "crypto-config", orgId, "node"), { recursive: true });
  cpSync(
    join(network.folder, "crypto-config", orgId, "node/common1"),
    join(folder, "crypto-config", orgId, "node/common1"),
    { recursive: true },
  );
  const own = readFileSync(join(network.folder, "node1/chainmaker.yml"), "utf8").replaceAll("consensus1", "common1");
  const yaml = parse(own) as { net: { listen_addr: string; seeds: string[] }; rpc: { port: number } };
  yaml.net.listen_addr = `/ip4/127.0.0.1/tcp/${ports.p2p}`;
  yaml.rpc.port = ports.rpc;
  writeFileSync(join(folder, "chainmaker.yml"), stringify(yaml));
  return folder;
}

test("a node joins the running chain, gets a vote, and another loses its own", { skip: engine.skip }, async (t) => {
  if (engine.kind === "missing") return;
  const network = await startNetwork({ count: 4, engine: engine.path, delayMs: 0 });
  const load = startLoad(network.nodes, 2);
  const environment = { YANTA_COMETBFT: engine.path };
  const yanta = (...argv: string[]): Promise<unknown> =>
    yantaJson([...argv, "--sdk-config", network.sdkConfig], { folder: network.folder, environment });
  try {
    await load.progress(10);
    const folder = makeFolder(network, { rpc: 0, p2p: 0 });
    const joined = (await yantaJson(["network", "join", "--config", join(folder, "chainmaker.yml")], {
      folder,
      environment,
    })) as { nodeId: string; bindingFile: string; missing: readonly string[] };
    assert.deepEqual(joined.missing, []);

    const node = await startNodeProcess({
      folder,
      command: ["start", "--config", "chainmaker.yml", "--json"],
      environment,
    });
    t.after(() => node.stop());
    const client = clientAt(network, node.port);
    t.after(() => client.transport.close());
    const fifth = { ...network.nodes[0], number: 5, client } as NodeUnderTest;
    const [first] = network.nodes;
    assert.ok(first !== undefined);

    await t.test("it follows before it votes", async () => {
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
  } finally {
    await load.stop();
    await network.close();
  }
});

/** The first organisation's client at another node. */
function clientAt(network: NetworkUnderTest, port: number): Client {
  const file = join(network.folder, "sdk_node5.yml");
  const yaml = parse(readFileSync(network.sdkConfig, "utf8")) as { chain_client: { nodes: { node_addr: string }[] } };
  const [node] = yaml.chain_client.nodes;
  if (node !== undefined) node.node_addr = `127.0.0.1:${port}`;
  writeFileSync(file, stringify(yaml));
  return loadClient(file);
}
