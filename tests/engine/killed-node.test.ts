import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { getConsensusState } from "@yanta/sdk";
import { parse } from "yaml";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { type NetworkLoad, startLoad } from "../network/network-load.ts";
import {
  type NetworkUnderTest,
  type NodeUnderTest,
  type NodeYaml,
  startNetwork,
} from "../network/network-under-test.ts";

const engine = setUpTool("cometbft");
const program = engine.kind === "ready" ? engine.path : "";
const waitMs = 60_000;
const lookMs = 50;

suite("an engine whose node was killed", { skip: engine.skip }, () => {
  let network: NetworkUnderTest;
  let node: NodeUnderTest;
  let load: NetworkLoad;
  before(async () => {
    network = await startNetwork({ count: 1, engine: program, delayMs: "direct" });
    const [first] = network.nodes;
    assert.ok(first !== undefined);
    node = first;
    load = startLoad(network.nodes, 16);
    await load.progress(20);
  });
  after(async () => {
    await load.stop();
    await network.close();
  });

  /** A stopped process takes no signal but SIGKILL: as deaf as an engine that is caught in its own shutdown. */
  async function killBesideDeafEngine(): Promise<number> {
    const pid = node.enginePid();
    process.kill(pid, "SIGSTOP");
    await node.kill();
    assert.ok(isAlive(pid), "it was to outlive its node for a moment");
    return pid;
  }

  test("does not outlive it, though it hears no SIGTERM", async () => {
    const pid = await killBesideDeafEngine();
    await until("the engine is gone", () => !isAlive(pid));
    await node.start();
    await load.progress(20);
  });

  test("does not keep it from starting again at once", async () => {
    const pid = await killBesideDeafEngine();
    await node.start();
    await until("the engine is gone", () => !isAlive(pid));
    await load.progress(20);
  });

  test("another engine on its folder is told, and waited for", async (t) => {
    await node.stop();
    const home = join(node.folder, "engine/chain1");
    // It holds the databases and looks for an application that is not there.
    const address = `unix://${join(home, "nobody.sock")}`;
    const other = spawn(program, ["start", "--home", home, "--proxy_app", address, "--rpc.laddr", ""], {
      stdio: "ignore",
    });
    t.after(() => other.kill("SIGKILL"));
    rmSync(join(home, "engine.pid"), { force: true });
    await until("it holds the folder", () => isLocked(home));
    await node.start();
    await until("the node tells it", async () => (await problemOf(node)).startsWith("ENGINE_FOLDER_BUSY"));
    other.kill("SIGKILL");
    await load.progress(20);
  });

  test("a port that another program has is told, and waited for", async (t) => {
    await node.stop();
    const { net }: NodeYaml = parse(readFileSync(join(node.folder, "chainmaker.yml"), "utf8"));
    const port = Number(net.listen_addr.split("/").at(-1));
    const other = createServer().listen(port, "127.0.0.1");
    t.after(() => other.close());
    await once(other, "listening");
    await node.start();
    await until("the node tells it", async () => (await problemOf(node)).startsWith("ENGINE_PORT_BUSY"));
    await new Promise((resolve) => other.close(resolve));
    await load.progress(20);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Empty also while the client has not found the node again. */
async function problemOf({ client }: NodeUnderTest): Promise<string> {
  try {
    const { problem } = await getConsensusState(client);
    return typeof problem === "string" ? problem : "";
  } catch {
    return "";
  }
}

/** By the last line of a database's log: each system shows locks in a way of its own. */
function isLocked(home: string): boolean {
  const log = readFileSync(join(home, "data/blockstore.db/LOG"), "utf8");
  return /db@open done[^\n]*\n$/.test(log);
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + waitMs;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}
