import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { writeEventContract } from "../clients/event-contract.ts";
import { runYanta, yantaJson } from "../support/yanta-command.ts";

/** What a new user does with `yanta up` and the commands it names, in one folder, in order. */

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "yanta-first-"));
let up: ChildProcess | undefined;

interface UpResult {
  readonly chainId: string;
  readonly height: string;
  readonly endpoint: string;
  readonly isNew: boolean;
  readonly commands: readonly string[];
}

async function startUp(...flags: string[]): Promise<UpResult> {
  const child = spawn(process.execPath, [launcher, "up", "--port", "0", "--json", ...flags], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  up = child;
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return JSON.parse(line) as UpResult;
  }
  throw new Error("`yanta up` printed nothing");
}

async function stopUp(): Promise<number | null> {
  const child = up;
  up = undefined;
  if (child === undefined) return null;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  child.kill("SIGINT");
  return ended;
}

let first: UpResult;

before(async () => {
  first = await startUp();
});

after(async () => {
  await stopUp();
  rmSync(folder, { recursive: true, force: true });
});

const yanta = (...args: string[]) => yantaJson(args, { folder });

test("makes a chain with four organisations whose keys only their owner can read", () => {
  assert.equal(first.chainId, "chain1");
  assert.equal(first.height, "0");
  assert.equal(first.isNew, true);
  const organisations = readdirSync(join(folder, ".yanta/crypto-config"));
  assert.deepEqual(
    organisations,
    [1, 2, 3, 4].map((n) => `wx-org${n}.chainmaker.org`),
  );
  const key = statSync(join(folder, ".yanta/crypto-config/wx-org2.chainmaker.org/user/admin1/admin1.sign.key"));
  assert.equal(key.mode & 0o777, 0o600);
});

/** As a person does with each of them. */
async function paste(commands: readonly string[]): Promise<void> {
  assert.equal(commands.length, 3);
  for (const command of commands) {
    const args = command.split(" ").slice(command.startsWith("npx ") ? 2 : 1);
    const { code, stderr, stdout } = await runYanta(args, { folder });
    assert.equal(code, 0, `${command}\n${stderr}`);
    assert.notEqual(stdout, "");
  }
}

test("the three commands it names work when pasted", async () => {
  assert.match(first.commands[0] ?? "", /contract create/);
  await paste(first.commands);
});

test("blocks, transactions, contracts and events can be looked at", async () => {
  const sent = (await yanta("tx", "send", "fact", "save", "file_hash=h2", "file_name=n2", "time=2")) as {
    txId: string;
    blockHeight: string;
  };
  const found = (await yanta("tx", "get", sent.txId, "--rwset")) as {
    code: string;
    blockHeight: string;
    writes: unknown[];
  };
  assert.deepEqual([found.code, found.blockHeight], ["SUCCESS", sent.blockHeight]);
  assert.ok(found.writes.length > 0);
  assert.match(JSON.stringify(await yanta("tx", "query", "fact", "find_by_file_hash", "file_hash=h2")), /./);
  const block = (await yanta("block", "get", sent.blockHeight)) as { hash: string; txs: { txId: string }[] };
  assert.equal(block.txs[0]?.txId, sent.txId);
  assert.deepEqual(await yanta("block", "get", block.hash), block);
  assert.equal(((await yanta("block", "list", "--limit", "2")) as unknown[]).length, 2);
  const verified = (await yanta("block", "verify")) as { blocks: number };
  assert.equal(BigInt(verified.blocks), BigInt(sent.blockHeight) + 1n);
  const contracts = (await yanta("contract", "list")) as { name: string }[];
  assert.ok(contracts.some((each) => each.name === "fact"));
  assert.equal(((await yanta("status")) as { chainId: string }).chainId, "chain1");
  assert.equal(((await yanta("chain", "config")) as { chain_id: string }).chain_id, "chain1");
});

test("events can be followed", async () => {
  writeEventContract(join(folder, "teller.wasm"));
  await yanta("contract", "create", "teller", "teller.wasm");
  const { blockHeight } = (await yanta("contract", "invoke", "teller", "run")) as { blockHeight: string };
  const { stdout } = await runYanta(
    ["event", "follow", "teller", "topic_vx", "--from", "1", "--to", blockHeight, "--json"],
    { folder },
  );
  const event = JSON.parse(stdout) as { blockHeight: string; data: string[] };
  assert.deepEqual([event.blockHeight, event.data], [blockHeight, ["first", "second"]]);
});

test("a contract lives: upgrade, freeze, unfreeze, revoke", async () => {
  const wasm = ".yanta/contracts/rust-fact-2.0.0.wasm";
  await yanta("contract", "create", "short", wasm);
  assert.equal(
    ((await yanta("contract", "upgrade", "short", wasm, "--contract-version", "2.0")) as { version: string }).version,
    "2.0",
  );
  assert.equal(((await yanta("contract", "freeze", "short")) as { status: number }).status, 1);
  const frozen = await runYanta(["contract", "invoke", "short", "save", "file_hash=x"], { folder });
  assert.equal(frozen.code, 1);
  assert.match(frozen.stderr, /^SDK_REFUSED: .*short has been frozen/);
  await yanta("contract", "unfreeze", "short");
  await yanta("contract", "invoke", "short", "save", "file_hash=x", "file_name=y", "time=1");
  assert.equal(((await yanta("contract", "revoke", "short")) as { status: number }).status, 2);
});

test("doctor finds nothing on a fresh chain, and names what is wrong on a broken one", async () => {
  const good = await runYanta(["doctor", "--json"], { folder });
  assert.equal(good.code, 0, good.stdout);
  const broken = join(folder, "broken");
  mkdirSync(broken);
  writeFileSync(
    join(broken, "chainmaker.yml"),
    readFileSync(join(folder, ".yanta/chainmaker.yml"), "utf8")
      .replaceAll("./", "../.yanta/")
      .replace("consensus1.sign.key", "../common1/common1.sign.key"),
  );
  const found = await runYanta(["doctor", "--config", "broken/chainmaker.yml", "--lang", "zh"], { folder });
  assert.equal(found.code, 1);
  assert.match(found.stdout, /✗ node\.cert_file: .*不匹配/);
});

test("a second start continues the same chain; a busy port and a foreign folder are refused with advice", async () => {
  const height = ((await yanta("status")) as { height: string }).height;
  const locked = await runYanta(["up", "--port", "0", "--json"], { folder });
  assert.equal(locked.code, 1);
  assert.match(locked.stderr, /"code":"STORAGE_FOLDER_LOCKED"/);
  assert.equal(await stopUp(), 0);
  const again = await startUp();
  assert.deepEqual([again.isNew, again.height], [false, height]);
  await paste(again.commands);

  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
  const address = blocker.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const busy = await runYanta(["up", "--dir", "other", "--port", String(port)], { folder });
  blocker.close();
  assert.equal(busy.code, 1);
  assert.match(busy.stderr, /^RPC_PORT_IN_USE: .*\n→ /m);

  mkdirSync(join(folder, "foreign"));
  writeFileSync(join(folder, "foreign/mine.txt"), "mine");
  const foreign = await runYanta(["up", "--dir", "foreign"], { folder });
  assert.match(foreign.stderr, /^CLI_FOLDER_FOREIGN/m);
  assert.deepEqual(readdirSync(join(folder, "foreign")), ["mine.txt"]);
});

test("a running chain is backed up, and continues elsewhere from the backup", async () => {
  const height = BigInt(((await yanta("status")) as { height: string }).height);
  const made = (await yanta("backup", "create", "chain.backup")) as { blocks: string };
  assert.equal(made.blocks, String(height + 1n));
  const verified = (await yanta("backup", "verify", "chain.backup")) as { chainId: string; blockCount: string };
  assert.deepEqual([verified.chainId, verified.blockCount], ["chain1", String(height + 1n)]);
  await yanta("backup", "restore", "chain.backup", "--ledger", "restored/chain1");
  const refused = await runYanta(["backup", "restore", "chain.backup", "--ledger", "restored/chain1"], { folder });
  assert.match(refused.stderr, /^STORAGE_BACKUP_EXISTS/);
  await stopUp();
  renameSync(join(folder, ".yanta/data"), join(folder, "lost"));
  renameSync(join(folder, "restored"), join(folder, ".yanta/data"));
  assert.equal((await startUp()).height, String(height));
});

test("a damaged or newer folder is refused with advice", async () => {
  const marker = join(folder, "other/dev-chain.json");
  writeFileSync(marker, JSON.stringify({ format: 99 }));
  assert.match((await runYanta(["up", "--dir", "other"], { folder })).stderr, /^CLI_FOLDER_NEWER/m);
  writeFileSync(marker, "{");
  assert.match((await runYanta(["up", "--dir", "other"], { folder })).stderr, /^CLI_FOLDER_DAMAGED/m);
});

test("usage errors exit with 2, help comes in both languages", async () => {
  assert.equal((await runYanta(["nonsense"], { folder })).code, 2);
  assert.equal((await runYanta(["block", "get", "minus-one"], { folder })).code, 2);
  assert.match((await runYanta(["--help", "--lang", "zh"], { folder })).stdout, /许可区块链/);
  assert.match((await runYanta(["--help", "--lang", "en"], { folder })).stdout, /permissioned blockchain/);
});

test("certificates can be made and shown", async () => {
  const made = (await yanta("cert", "generate", "--org", "org9", "--role", "root-cert", "--out", "pki")) as string[];
  assert.deepEqual(made, ["pki/ca.crt", "pki/ca.key"]);
  await yanta(
    "cert",
    "generate",
    "--org",
    "org9",
    "--role",
    "client",
    "--name",
    "client1",
    "--ca",
    "pki",
    "--out",
    "pki",
  );
  const [shown] = (await yanta("cert", "show", "pki/client1.sign.crt")) as {
    subject: string;
    role: string;
    key: string;
  }[];
  assert.deepEqual([shown?.subject, shown?.role, shown?.key], ["client1.sign.org9", "client", "ECDSA_P256"]);
  const again = await runYanta(["cert", "generate", "--org", "org9", "--role", "root-cert", "--out", "pki"], {
    folder,
  });
  assert.equal(again.code, 2);
});
