import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { runCli } from "./program.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process. */
async function run(...argv: readonly string[]): Promise<Ran> {
  const written = { out: "", err: "" };
  const streams = {
    out: { write: (text: string) => (written.out += text) },
    err: { write: (text: string) => (written.err += text) },
  };
  const code = await runCli(["--lang", "en", ...argv], streams, new AbortController().signal);
  return { code, ...written };
}

const errorCode = ({ err }: Ran): unknown => (JSON.parse(err) as { error: { code: unknown } }).error.code;

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "yanta-cli-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("0: done; the result alone is on standard output", async () => {
  const ran = await run("version", "--json");
  assert.deepEqual([ran.code, ran.err], [0, ""]);
  assert.equal((JSON.parse(ran.out) as { node: string }).node, process.version);
  const help = await run("--help");
  assert.deepEqual([help.code, help.err], [0, ""]);
  assert.match(help.out, /^Usage: yanta/);
  assert.match((await run("help", "tx")).out, /^Usage: yanta tx/);
});

test("--json and --lang may stand before or after the command", async () => {
  assert.deepEqual(await run("--json", "version"), await run("version", "--json"));
  assert.match((await run("version", "--help", "--lang", "zh")).out, /^Usage:/, "the first one counts");
  const written: string[] = [];
  const out = { write: (text: string) => written.push(text) };
  await runCli(["version", "--help", "--lang=zh"], { out, err: out }, new AbortController().signal);
  assert.match(written.join(""), /^用法：/);
});

test("2: wrong usage, with the usage or a coded error on standard error", async () => {
  for (const argv of [[], ["frobnicate"], ["tx", "get"], ["version", "--frobnicate"], ["start"]]) {
    const ran = await run(...argv);
    assert.deepEqual([ran.code, ran.out], [2, ""], argv.join(" "));
    assert.match(ran.err, /Usage: yanta/);
  }
  for (const argv of [
    ["start", "--config", "x", "--port", "http"],
    ["start", "--config", "x", "--log-level", "loud"],
    ["block", "verify", "--from", "5", "--to", "3"],
    ["block", "verify", "--from", "first"],
    ["cert", "generate", "--org", "o", "--role", "king"],
    ["cert", "show", "/nowhere.crt"],
  ]) {
    const ran = await run(...argv, "--json");
    assert.deepEqual([ran.code, ran.out, errorCode(ran)], [2, "", "CLI_ARGUMENT"], argv.join(" "));
  }
});

test("1: refused or failed, with the code of what it was", async () => {
  const noConfig = await run("status", "--json", "--sdk-config", "/nowhere/sdk_config.yml");
  assert.deepEqual([noConfig.code, errorCode(noConfig)], [1, "CLI_NO_SDK_CONFIG"]);
  const noNode = await run("start", "--json", "--config", "/nowhere/chainmaker.yml");
  assert.deepEqual([noNode.code, errorCode(noNode)], [1, "NODE_CONFIG_NOT_FOUND"]);
});

test("certificates: a CA, a member signed by it, and what they say; nothing is overwritten", async (t) => {
  const folder = temporaryFolder(t);
  const member = ["cert", "generate", "--org", "org1", "--name", "alice", "--ca", folder, "--out", folder];
  assert.equal((await run("cert", "generate", "--org", "org1", "--role", "root-cert", "--out", folder)).code, 0);
  const made = await run(...member, "--role", "admin", "--json");
  assert.deepEqual(
    JSON.parse(made.out),
    ["sign.crt", "sign.key", "tls.crt", "tls.key"].map((name) => join(folder, `alice.${name}`)),
  );
  const key = readFileSync(join(folder, "alice.sign.key"), "utf8");
  const again = await run(...member, "--role", "admin", "--json");
  assert.deepEqual([again.code, errorCode(again)], [2, "CLI_ARGUMENT"]);
  assert.equal(readFileSync(join(folder, "alice.sign.key"), "utf8"), key);
  const [shown] = JSON.parse((await run("cert", "show", join(folder, "alice.sign.crt"), "--json")).out) as [
    Record<string, string>,
  ];
  assert.deepEqual(
    [shown["subject"], shown["organization"], shown["role"], shown["issuer"]],
    ["alice.sign.org1", "org1", "admin", "ca.org1"],
  );
});

test("SM2 certificates are made and read as well", async (t) => {
  const folder = temporaryFolder(t);
  await run("cert", "generate", "--org", "o", "--role", "root-cert", "--out", folder, "--sm2");
  const shown = await run("cert", "show", join(folder, "ca.crt"), "--json");
  assert.equal((JSON.parse(shown.out) as Record<string, string>[])[0]?.["key"], "SM2");
});
