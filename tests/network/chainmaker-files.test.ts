import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { getChainConfig, getChainInfo, installContract, invokeContract } from "@yanta/sdk";
import { parse, stringify } from "yaml";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { createChainFolder, orgIdOf, type ChainFolder } from "../support/chain-folder.ts";
import { startNodeProcess, type NodeProcess } from "../support/node-process.ts";
import { runYanta, yantaJson } from "../support/yanta-command.ts";

const engine = setUpTool("cometbft");
const contractCode = new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url);
const organisations = [1, 2, 3, 4] as const;

/** `chainmaker-1.yml` and so on: ChainMaker's file, for each organisation's node in this one folder. */
async function writeConfigs(folder: ChainFolder): Promise<void> {
  const ports = await findFreePorts(organisations.length);
  const nodeIdOf = (org: number): string =>
    folder.file(`crypto-config/${orgIdOf(org)}/node/consensus1/consensus1.nodeid`).trim();
  for (const [index, org] of organisations.entries()) {
    const yaml = parse(folder.file("chainmaker.yml").replaceAll(orgIdOf(1), orgIdOf(org)));
    yaml.net.listen_addr = `/ip4/127.0.0.1/tcp/${ports[index]}`;
    yaml.net.seeds = organisations.flatMap((other, at) =>
      other === org ? [] : [`/ip4/127.0.0.1/tcp/${ports[at]}/p2p/${nodeIdOf(other)}`],
    );
    yaml.rpc.port = 0;
    yaml.storage.store_path = `./data-${org}`;
    yaml.engine = { home: `./engine-${org}` };
    writeFileSync(join(folder.path, `chainmaker-${org}.yml`), stringify(yaml));
  }
}

test("ChainMaker's bc1.yml with TBFT and four nodes runs as a network", { skip: engine.skip }, async (t) => {
  if (engine.kind === "missing") return;
  const folder = createChainFolder();
  const nodes: NodeProcess[] = [];
  const options = { folder: folder.path, environment: { YANTA_COMETBFT: engine.path } };
  const start = (org: number, ...flags: readonly string[]): Promise<NodeProcess> =>
    startNodeProcess({ ...options, command: ["start", "--config", `chainmaker-${org}.yml`, "--json", ...flags] });
  try {
    await writeConfigs(folder);
    const refused = async (code: string, environment = options.environment, ...flags: readonly string[]) => {
      const argv = ["start", "--config", "chainmaker-1.yml", "--json", ...flags];
      const { code: exitCode, stderr } = await runYanta(argv, { folder: folder.path, environment });
      assert.equal(exitCode, 1);
      assert.match(stderr, new RegExp(code));
    };
    await t.test("without the engine, in memory, and without the others' bindings it does not start", async () => {
      await refused("ENGINE_NOT_FOUND", { YANTA_COMETBFT: join(folder.path, "absent") });
      await refused("NODE_ENGINE_MEMORY", options.environment, "--memory");
      await refused("ENGINE_BINDING_MISSING");
    });
    await t.test("bindings are exchanged, the four start and agree", async () => {
      for (const org of organisations)
        await yantaJson(["network", "join", "--config", `chainmaker-${org}.yml`], options);
      nodes.push(...(await Promise.all(organisations.map((org) => start(org)))));
      const client = folder.connect(nodes[0]?.port ?? 0, 1, "client1");
      const endorsers = organisations.map((org) => folder.signer(org, "admin1"));
      const bytecode = readFileSync(contractCode);
      await installContract(client, { name: "fact", version: "1.0", runtime: "WASMER", bytecode, endorsers });
      const parameters = { file_hash: "h", file_name: "n", time: "1" };
      const { blockHeight } = await invokeContract(client, { contract: "fact", method: "save", parameters });
      assert.equal(blockHeight, 2n);
      assert.equal((await getChainConfig(client)).consensus?.type, 1, "clients see TBFT");
      // Who is connected is looked at once a second.
      const deadlineMs = performance.now() + 60_000;
      while ((await getChainInfo(client)).nodeList.length < 4 && performance.now() < deadlineMs)
        await new Promise((resolve) => setTimeout(resolve, 200));
      assert.equal((await getChainInfo(client)).nodeList.length, 4);
      client.transport.close();
    });
    await t.test("a ledger that went on alone is refused in the network", async () => {
      await nodes.shift()?.stop();
      const alone = await start(1, "--solo");
      nodes.push(alone);
      const client = folder.connect(alone.port, 1, "client1");
      const parameters = { file_hash: "alone", file_name: "n", time: "1" };
      await invokeContract(client, { contract: "fact", method: "save", parameters });
      client.transport.close();
      await alone.stop();
      const argv = ["start", "--config", "chainmaker-1.yml", "--json"];
      const { stderr } = await runYanta(argv, options);
      assert.match(stderr, /NODE_ENGINE_SOLO_LEDGER/);
    });
  } finally {
    await Promise.allSettled(nodes.map((node) => node.stop()));
    folder.remove();
  }
});
