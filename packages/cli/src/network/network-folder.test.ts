import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { loadChainConfig, loadNodeConfig, readBindings } from "@yanta/node";
import { engineBindingFault } from "@yanta/consensus/engine";
import { nodeFolder, openNetworkFolder, type NetworkFolder } from "./network-folder.ts";
import { planPlaces } from "./plan-places.ts";

async function open(t: TestContext, hosts: readonly string[]): Promise<NetworkFolder> {
  const parent = mkdtempSync(join(tmpdir(), "yanta-network-"));
  t.after(() => rmSync(parent, { recursive: true }));
  const places = await planPlaces(hosts, { port: 12_301, p2pPort: 11_301 });
  return openNetworkFolder({ folder: join(parent, "n"), places, unixSeconds: 1_800_000_000n });
}

test("each node's folder holds what it needs, and no secret of another", async (t) => {
  const network = await open(t, ["10.0.0.1", "node2.example.org"]);
  for (const [index, node] of network.nodes.entries()) {
    const folder = nodeFolder(network, node);
    const config = loadNodeConfig(join(folder, "chainmaker.yml"), "/");
    assert.equal(config.orgId, node.orgId);
    assert.equal(config.rpc.host, "0.0.0.0", "a machine of its own is reached from outside");
    assert.equal(config.net.seeds.length, 1);
    const { config: genesis } = loadChainConfig(join(folder, "bc1.yml"), "/");
    assert.equal(genesis.consensus?.type, 1);
    const bindings = readBindings(config.engine.bindings, "chain1");
    assert.deepEqual([...bindings.keys()].toSorted(), network.nodes.map(({ nodeId }) => nodeId).toSorted());
    for (const binding of bindings.values()) assert.equal(engineBindingFault(binding, genesis), undefined);
    const keys = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".key"));
    assert.ok(keys.length > 0 && keys.every((name) => name.includes(join(node.orgId, "node"))), keys.join());
    if (process.platform !== "win32")
      for (const name of keys) assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    assert.equal(existsSync(join(network.folder, `node${index + 1}`, "crypto-config", node.orgId, "ca/ca.key")), false);
  }
  const [first, second] = network.nodes.map((node) => readFileSync(join(nodeFolder(network, node), "bc1.yml"), "utf8"));
  assert.equal(first, second, "all nodes start from the same bytes");
});

test("a folder is taken as it is, unless another number of nodes is asked for", async (t) => {
  const network = await open(t, ["127.0.0.1", "127.0.0.1"]);
  const again = async (count: number): Promise<NetworkFolder> =>
    openNetworkFolder({
      folder: network.folder,
      places: await planPlaces(Array<string>(count).fill("127.0.0.1"), { port: 1, p2pPort: 1 }),
      unixSeconds: 1n,
    });
  assert.deepEqual(await again(2), { ...network, isNew: false });
  await assert.rejects(again(3), { code: "CLI_NETWORK_SIZE" });
});

test("nodes of one machine get ports of their own", async () => {
  const places = await planPlaces(["a", "b", "a"], { port: 12_301, p2pPort: 11_301 });
  assert.deepEqual(
    places.map(({ host, rpcPort, p2pPort }) => [host, rpcPort, p2pPort]),
    [
      ["a", 12_301, 11_301],
      ["b", 12_301, 11_301],
      ["a", 12_302, 11_302],
    ],
  );
  const free = await planPlaces(["127.0.0.1", "127.0.0.1"], { port: 0, p2pPort: 0 });
  assert.equal(new Set(free.flatMap(({ rpcPort, p2pPort, monitorPort }) => [rpcPort, p2pPort, monitorPort])).size, 6);
});
