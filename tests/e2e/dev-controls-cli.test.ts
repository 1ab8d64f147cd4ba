import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { runYanta, yantaJson } from "../support/yanta-command.ts";

/** `yanta dev …` with a chain on disk: blocks and state by ChainMaker's protocol, snapshots, time, members, and a restart in between. */

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "yanta-dev-cli-"));
let up: ChildProcess | undefined;

async function startUp(): Promise<void> {
  const child = spawn(process.execPath, [launcher, "up", "--port", "0", "--json"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  up = child;
  for await (const line of createInterface({ input: child.stdout })) {
    assert.ok(line.startsWith("{"), line);
    child.stdout.resume();
    return;
  }
  throw new Error("`yanta up` printed nothing");
}

async function stopUp(signal: NodeJS.Signals = "SIGINT"): Promise<void> {
  const child = up;
  up = undefined;
  if (child === undefined) return;
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill(signal);
  await ended;
}

before(startUp);
after(async () => {
  await stopUp();
  rmSync(folder, { recursive: true, force: true });
});

interface Tip {
  readonly id?: number;
  readonly height: number;
  readonly hash: string;
  readonly time: string;
}

const yanta = (...args: string[]) => yantaJson(args, { folder });
const dev = async (...args: string[]): Promise<Tip> => (await yanta("dev", ...args)) as Tip;
const save = (hash: string, ...args: string[]) =>
  yanta("contract", "invoke", "fact", "save", `file_hash=${hash}`, "file_name=f", "time=1", ...args);
const has = async (hash: string): Promise<boolean> => {
  const answer = await runYanta(["contract", "query", "fact", "find_by_file_hash", `file_hash=${hash}`], { folder });
  return answer.code === 0 && answer.stdout.includes(hash);
};
const refusal = async (...args: string[]): Promise<string> => {
  const { code, stderr } = await runYanta(["dev", ...args, "--json"], { folder });
  assert.notEqual(code, 0);
  return stderr;
};

let snapshot: Tip;

test("a snapshot, work, and back: state, blocks and what ChainMaker's queries say", async () => {
  await yanta("contract", "create", "fact", ".yanta/contracts/rust-fact-2.0.0.wasm");
  await save("kept");
  snapshot = await dev("snapshot");
  await save("gone");
  assert.equal(await has("gone"), true);
  const tip = await dev("revert", String(snapshot.id));
  assert.deepEqual([tip.height, tip.hash], [snapshot.height, snapshot.hash]);
  assert.deepEqual([await has("kept"), await has("gone")], [true, false]);
  assert.equal(((await yanta("chain", "info")) as { height: string }).height, String(snapshot.height));
  await save("other");
  assert.match(await refusal("revert", "99"), /DEV_CHAIN_SNAPSHOT_UNKNOWN/);
  assert.match(await refusal("revert"), /CLI_ARGUMENT/);
});

test("time moves, and clients that know only the machine's clock are in time", async () => {
  const { time } = await dev("mine");
  await yanta("dev", "time", "--increase", "86400");
  await save("tomorrow");
  const tomorrow = await dev("mine", "2", "--interval", "30");
  assert.ok(Date.parse(tomorrow.time) - Date.parse(time) >= 86_400_000);
  const set = (await yanta("dev", "time", "--next", "2031-01-01T00:00:00Z")) as { now: string };
  assert.equal(set.now, "2031-01-01T00:00:00.000Z");
  assert.equal((await dev("mine")).time, "2031-01-01T00:00:00.000Z");
  assert.match(await refusal("time", "--set", "2020-01-01"), /DEV_CHAIN_TIME_BEFORE_HEAD/);
  await dev("revert", String(snapshot.id));
  const { offsetSeconds } = (await yanta("dev", "time")) as { offsetSeconds: number };
  assert.equal(offsetSeconds, 0);
});

test("members of any organisation act, also ones that did not exist", async () => {
  const who = (await yanta("dev", "impersonate", "wx-org3.chainmaker.org/zhang-san")) as { sdkConfig: string };
  await save("by_zhang_san", "--sdk-config", who.sdkConfig);
  const block = (await yanta("block", "get", "latest")) as { txs: { txId: string }[] };
  assert.equal(block.txs.length, 1);
  const light = (await yanta("dev", "impersonate", "wx-org2.chainmaker.org/li-si", "--role", "light")) as typeof who;
  const config = readFileSync(light.sdkConfig, "utf8");
  assert.match(config, /org_id: wx-org2\.chainmaker\.org/);
  const certificate = /user_sign_crt_file_path: (\S+)/.exec(config)?.[1] ?? assert.fail(config);
  assert.match(new X509Certificate(readFileSync(certificate)).subject, /OU=light/);
  for (const wrong of ["nobody/x", "wx-org1.chainmaker.org/..", "wx-org1.chainmaker.org/a/b", "x"])
    assert.match(await refusal("impersonate", wrong), /DEV_CHAIN_MEMBER_UNKNOWN|CLI_ARGUMENT/);
});

test("rows are set past the contract, dumped and loaded", async () => {
  assert.equal(await has("planted"), false);
  await save("pattern");
  const file = join(folder, "dump.json");
  await yanta("dev", "dump", file);
  const dump = JSON.parse(readFileSync(file, "utf8")) as { rows: [string, string, string][] };
  const [, key = "", value = ""] =
    dump.rows.find(([contract, , bytes]) => contract === "fact" && Buffer.from(bytes, "hex").includes("pattern")) ?? [];
  const planted = (hex: string): string =>
    `0x${Buffer.from(Buffer.from(hex, "hex").toString("latin1").replaceAll("pattern", "planted"), "latin1").toString("hex")}`;
  await dev("state", "set", "fact", planted(key), planted(value));
  assert.equal(await has("planted"), true);
  await dev("state", "set", "fact", planted(key));
  assert.equal(await has("planted"), false);
  assert.match(await refusal("state", "set", "CHAIN_CONFIG", "CHAIN_CONFIG", "x"), /DEV_CHAIN_STATE_REFUSED/);

  await dev("reset");
  const report = (await yanta("dev", "load", file)) as { written: number; skipped: number };
  assert.ok(report.written > 0 && report.skipped > 0);
  assert.deepEqual([await has("kept"), await has("pattern")], [true, true]);
  assert.match(await refusal("load", join(folder, ".yanta/bc1.yml")), /CLI_ARGUMENT/);
});

test("a chain that went back is the same after it is killed; heights outlive snapshots", async () => {
  await save("before");
  const { height, hash } = await dev("mine");
  await save("after");
  await dev("revert", "--to", String(height));
  await stopUp("SIGKILL");
  await startUp();
  const tip = (await yanta("block", "get", "latest")) as { height: string; hash: string };
  assert.deepEqual([Number(tip.height), tip.hash], [height, hash]);
  assert.deepEqual([await has("before"), await has("after")], [true, false]);
  assert.match(await refusal("revert", String(snapshot.id)), /DEV_CHAIN_SNAPSHOT_UNKNOWN/);
  await save("restarted");
  await yanta("block", "verify");
});
