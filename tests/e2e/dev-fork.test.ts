import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { invokeContract } from "@yanta/sdk";
import { type RunningChain, startRunningChain } from "../support/running-chain.ts";
import { runYanta, yantaJson } from "../support/yanta-command.ts";

/** `yanta up --fork`: a development chain that goes on from a block of a consortium's chain, read through ChainMaker's RPC. */

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "yanta-fork-"));
let source: RunningChain;
const running: ChildProcess[] = [];

async function startUp(...flags: readonly string[]): Promise<{ readonly chainId: string; readonly height: string }> {
  const child = spawn(process.execPath, [launcher, "up", "--port", "0", "--json", ...flags], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return JSON.parse(line) as { chainId: string; height: string };
  }
  throw new Error("`yanta up` printed nothing");
}

/** Stops what was started last. */
async function stopUp(): Promise<void> {
  const child = running.pop();
  if (child === undefined) return;
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGINT");
  await ended;
}

const save = (hash: string) =>
  invokeContract(source.client, {
    contract: "fact",
    method: "save",
    parameters: { file_hash: hash, file_name: "theirs", time: "1" },
  });
const yanta = (...args: string[]) => yantaJson(args, { folder });
const finds = async (hash: string): Promise<boolean> => {
  const found = await runYanta(["contract", "query", "fact", "find_by_file_hash", `file_hash=${hash}`], { folder });
  return found.stdout.includes(hash);
};

/** The other chain's SDK configuration, as its client has it. */
function writeSourceConfig(): string {
  const user = join(source.folder.path, "crypto-config/wx-org1.chainmaker.org/user/client1/client1");
  const path = join(folder, "theirs.yml");
  writeFileSync(
    path,
    // JSON is YAML, too.
    JSON.stringify({
      chain_client: {
        chain_id: "chain1",
        org_id: "wx-org1.chainmaker.org",
        user_key_file_path: `${user}.tls.key`,
        user_crt_file_path: `${user}.tls.crt`,
        user_sign_key_file_path: `${user}.sign.key`,
        user_sign_crt_file_path: `${user}.sign.crt`,
        nodes: [
          {
            node_addr: `127.0.0.1:${source.node.port}`,
            conn_cnt: 1,
            enable_tls: true,
            trust_root_paths: [join(source.folder.path, "crypto-config/wx-org1.chainmaker.org/ca")],
            tls_host_name: "chainmaker.org",
          },
        ],
      },
    }),
  );
  return path;
}

before(async () => {
  source = await startRunningChain();
  await save("before");
  await save("at");
  await save("behind");
});

after(async () => {
  while (running.length > 0) await stopUp();
  await source.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the other chain's blocks and state are there up to the height, and the chain goes on with keys of this machine", async () => {
  const theirs = writeSourceConfig();
  const { height } = await startUp("--fork", theirs, "--fork-height", "3");
  assert.equal(height, "4", "the fork's own first block");
  assert.deepEqual([await finds("before"), await finds("at"), await finds("behind")], [true, true, false]);
  for (const at of ["0", "2", "3"]) {
    const [own, other] = [
      (await yanta("block", "get", at)) as { hash: string },
      (await yanta("block", "get", at, "--sdk-config", theirs)) as { hash: string },
    ];
    assert.equal(own.hash, other.hash);
  }
  await yanta("contract", "invoke", "fact", "save", "file_hash=ours", "file_name=f", "time=1");
  assert.equal(await finds("ours"), true);
  const { sdkConfig } = (await yanta("dev", "impersonate", "wx-org4.chainmaker.org/anybody")) as { sdkConfig: string };
  await yanta(
    "contract",
    "invoke",
    "fact",
    "save",
    "file_hash=fourth",
    "file_name=f",
    "time=1",
    "--sdk-config",
    sdkConfig,
  );
  await yanta("contract", "create", "second", ".yanta/contracts/rust-fact-2.0.0.wasm");
  await yanta("block", "verify");
});

test("the controls work, but never go back behind the fork", async () => {
  const { id } = (await yanta("dev", "snapshot")) as { id: number };
  await yanta("contract", "invoke", "fact", "save", "file_hash=gone", "file_name=f", "time=1");
  await yanta("dev", "revert", String(id));
  assert.equal(await finds("gone"), false);
  const tip = (await yanta("dev", "reset")) as { height: number };
  assert.equal(tip.height, 4);
  assert.deepEqual([await finds("at"), await finds("ours")], [true, false]);
  const { code, stderr } = await runYanta(["dev", "revert", "--to", "3", "--json"], { folder });
  assert.equal(code, 1);
  assert.match(stderr, /DEV_CHAIN_HEIGHT_UNKNOWN/);
});

test("a development chain is forked like any other", async () => {
  const { height } = (await yanta("dev", "mine")) as { height: number };
  const again = await startUp("--dir", "second", "--fork", ".yanta/sdk_config.yml");
  assert.equal(again.height, String(height + 1));
  const found = await runYanta(
    ["contract", "query", "fact", "find_by_file_hash", "file_hash=at", "--sdk-config", "second/sdk_config.yml"],
    { folder },
  );
  assert.match(found.stdout, /theirs/);
  await stopUp();
});

test("it goes on after a restart, and a folder is forked once", async () => {
  await yanta("contract", "invoke", "fact", "save", "file_hash=kept", "file_name=f", "time=1");
  await stopUp();
  const again = await startUp();
  assert.equal(again.height, "6");
  assert.equal(await finds("kept"), true);
  await stopUp();
  const twice = await runYanta(["up", "--fork", join(folder, "theirs.yml"), "--port", "0", "--json"], { folder });
  assert.equal(twice.code, 2);
  assert.match(twice.stderr, /holds a chain already/);
});
