import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { runYanta, yantaJson } from "../support/yanta-command.ts";

/** What the command shows of a transaction that is over, and of one that failed. */

const contracts = fileURLToPath(new URL("../../third_party/chainmaker-contracts/", import.meta.url));
let dev: DevChain;
let folder: string;
let environment: Record<string, string>;

before(async () => {
  dev = await startDevChain();
  folder = mkdtempSync(join(tmpdir(), "yanta-trace-"));
  environment = { YANTA_SDK_CONFIG: dev.sdkConfigs[0] ?? "" };
  await run("contract", "create", "fact", join(contracts, "rust-fact-2.0.0.wasm"));
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await dev.stop();
});

const run = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  (await yantaJson(args, { folder, environment })) as Record<string, unknown>;

test("tx trace finds the node of the folder and shows a tree, or all of it as JSON", async () => {
  const { txId } = await run("contract", "invoke", "fact", "save", "file_hash=h1", "file_name=n1", "time=1");
  const { code, stdout } = await runYanta(["tx", "trace", String(txId)], { folder, environment });
  assert.equal(code, 0);
  const lines = stdout.split("\n");
  assert.match(lines[0] ?? "", new RegExp(`^${String(txId)}  block 2  SUCCESS  [\\d,]+ gas$`));
  assert.match(lines[2] ?? "", /^└─ fact\.save\(file_hash=h1, file_name=n1, time=1\) {2}WASMER/);
  assert.ok(lines.some((line) => /write fact#fact#h1 = .*n1/.test(line)));

  const { call } = (await run("tx", "trace", String(txId))) as {
    call?: { method: string; steps: { type: string; name?: string }[] };
  };
  assert.equal(call?.method, "save");
  assert.ok(call.steps.some(({ type, name }) => type === "hostCall" && name === "PutState"));
});

test("a failed call says what it means, and which transaction it was", async () => {
  const { code, stderr } = await runYanta(["contract", "invoke", "fact", "nope", "--json"], { folder, environment });
  assert.equal(code, 1);
  const { error } = JSON.parse(stderr) as { error: { code: string; meaning: string; txId: string } };
  assert.deepEqual([error.code, error.meaning], ["SDK_CONTRACT_FAILED", "the contract has no method nope"]);
  const chinese = await runYanta(["contract", "query", "fact", "nope", "--lang", "zh"], { folder, environment });
  assert.match(chinese.stderr, /合约没有方法 nope/);
  const found = await run("tx", "get", error.txId);
  assert.equal(found["meaning"], error.meaning);
  assert.equal((await run("tx", "trace", error.txId))["status"], "CONTRACT_FAIL");
});

test("what cannot be traced is refused with a code", async () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, stderr } = await runYanta(["tx", "trace", ...args, "--json"], { folder, environment });
    assert.equal(code, 1);
    return (JSON.parse(stderr) as { error: { code: string } }).error.code;
  };
  assert.equal(await refused("nowhere"), "CLI_RPC_REFUSED");
  assert.equal(await refused("nowhere", "--rpc-url", "http://127.0.0.1:9"), "CLI_RPC_UNREACHABLE");
});
