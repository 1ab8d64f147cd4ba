import assert from "node:assert/strict";
import { chmodSync, copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { test, type TestContext } from "node:test";
import { generatePrivateKey, issueCertificate, parseCertificate } from "@yanta/crypto";
import { copyChain, type ChainCopy } from "../testing/chain-copy.ts";
import type { Finding } from "./finding.ts";
import { runDoctor, type DoctorOptions } from "./run-doctor.ts";

const orgFolder = "crypto-config/wx-org1.chainmaker.org";
const nodeFile = (name: string): string => `${orgFolder}/node/consensus1/consensus1.${name}`;
/** Within the validity of ChainMaker's test certificates. */
const unixSeconds = BigInt(Date.UTC(2027, 0, 1) / 1000);

async function inspect(chain: ChainCopy, options: Partial<DoctorOptions> = {}): Promise<readonly Finding[]> {
  chain.alter("chainmaker.yml", ({ rpc }) => (rpc.port = 0));
  return look(chain, options);
}

function look(chain: ChainCopy, options: Partial<DoctorOptions> = {}): Promise<readonly Finding[]> {
  writeFileSync(chain.path("cometbft"), "#!/bin/sh\necho 0.38.26\n", { mode: 0o755 });
  return runDoctor({
    engineBinary: chain.path("cometbft"),
    configFile: chain.configFile,
    workingDirectory: "/",
    unixSeconds,
    lastBlockTimestamp: undefined,
    ...options,
  });
}

/** What is not well, without the words. */
const faults = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ level }) => level !== "ok").map(({ level, check }) => `${level} ${check}`);

/** Replaces the node's RPC certificate by one that differs in one respect. */
function issueTls(chain: ChainCopy, change: { dnsNames?: readonly string[]; orgId?: string } = {}): void {
  const orgId = change.orgId ?? "wx-org1.chainmaker.org";
  const privateKey = generatePrivateKey("ECDSA_P256");
  const certificate = issueCertificate({
    subject: { organization: [orgId], organizationalUnit: ["consensus"], commonName: "n" },
    publicKey: privateKey.publicKey,
    signingKey: privateKey,
    notBefore: unixSeconds - 10n,
    notAfter: unixSeconds + 31_536_000n,
    keyUsage: ["digitalSignature"],
    dnsNames: change.dnsNames ?? ["chainmaker.org"],
  });
  writeFileSync(chain.path(nodeFile("tls.crt")), certificate.pem);
  writeFileSync(chain.path(nodeFile("tls.key")), privateKey.toPem(), { mode: 0o600 });
}

test("a good folder has no fault", async (t) => {
  const findings = await inspect(copyChain(t));
  assert.deepEqual(faults(findings), []);
  assert.deepEqual(
    findings.map(({ check }) => check),
    [
      "chainmaker.yml",
      "consensus.nodes",
      "engine.binary",
      "node.cert_file",
      "rpc.tls.cert_file",
      "rpc.port",
      "storage.store_path",
      "clock",
    ],
  );
});

test("a chain of several nodes needs CometBFT, one of a single node does not", async (t) => {
  const chain = copyChain(t);
  const engineBinary = chain.path("no-such-program");
  assert.deepEqual(faults(await inspect(chain, { engineBinary })), ["error engine.binary"]);
  writeFileSync(chain.path("cometbft-0.37"), "#!/bin/sh\necho 0.37.4\n", { mode: 0o755 });
  const old = await inspect(chain, { engineBinary: chain.path("cometbft-0.37") });
  assert.deepEqual(faults(old), ["error engine.binary"]);
  chain.alter("bc1.yml", (bc) => (bc.consensus.type = 0));
  assert.deepEqual(faults(await inspect(chain, { engineBinary })), []);
});

test("certificates that are over, not yet valid, or soon over", async (t) => {
  const chain = copyChain(t);
  const years = (year: number): Partial<DoctorOptions> => ({ unixSeconds: BigInt(Date.UTC(year, 0, 1) / 1000) });
  const all = [1, 2, 3, 4].map((org) => `error trust_roots.wx-org${org}.chainmaker.org`);
  for (const year of [2000, 2200]) {
    assert.deepEqual(faults(await inspect(chain, years(year))), [
      ...all,
      "error node.cert_file",
      "error rpc.tls.cert_file",
    ]);
  }
  const { notAfter } = parseCertificate(readFileSync(chain.path(nodeFile("sign.crt"))));
  assert.deepEqual(faults(await inspect(chain, { unixSeconds: notAfter - 86_400n })), [
    "warning node.cert_file",
    "warning rpc.tls.cert_file",
  ]);
  copyFileSync(chain.path(`${orgFolder}/user/expired/expired.sign.crt`), chain.path(nodeFile("sign.crt")));
  copyFileSync(chain.path(`${orgFolder}/user/expired/expired.sign.key`), chain.path(nodeFile("sign.key")));
  assert.deepEqual(faults(await inspect(chain)), ["error node.cert_file"]);
});

test("a certificate of another organisation, from another CA, or without the name that clients look for", async (t) => {
  const chain = copyChain(t);
  issueTls(chain);
  assert.deepEqual(faults(await inspect(chain)), ["warning consensus.nodes", "error rpc.tls.cert_file"], "wrong CA");
  issueTls(chain, { dnsNames: ["elsewhere.org"] });
  assert.deepEqual(faults(await inspect(chain)), [
    "warning consensus.nodes",
    "error rpc.tls.cert_file",
    "error rpc.tls.cert_file",
  ]);
  issueTls(chain, { orgId: "wx-org9.chainmaker.org" });
  assert.equal(faults(await inspect(chain)).filter((fault) => fault === "error rpc.tls.cert_file").length, 2);
});

test("a key that does not match, cannot be read, or is missing", async (t) => {
  const chain = copyChain(t);
  copyFileSync(chain.path(`${orgFolder}/user/admin1/admin1.sign.key`), chain.path(nodeFile("sign.key")));
  assert.deepEqual(faults(await inspect(chain)), ["error chainmaker.yml", "error node.cert_file"]);
  writeFileSync(chain.path(nodeFile("sign.key")), "no key");
  assert.deepEqual(faults(await inspect(chain)), ["error chainmaker.yml", "error node.cert_file"]);
  rmSync(chain.path(nodeFile("sign.key")));
  assert.deepEqual(faults(await inspect(chain)), ["error chainmaker.yml", "error node.cert_file"]);
});

test("a key that others can read is mended by the fix", { skip: process.platform === "win32" }, async (t) => {
  const chain = copyChain(t);
  const key = chain.path(nodeFile("sign.key"));
  chmodSync(key, 0o644);
  const findings = await inspect(chain);
  assert.deepEqual(faults(findings), ["warning node.cert_file"]);
  for (const { fix } of findings) fix?.();
  assert.equal(statSync(key).mode & 0o777, 0o600);
  assert.deepEqual(faults(await inspect(chain)), []);
});

test("a busy port is a warning, an address of another machine an error", async (t) => {
  const chain = copyChain(t);
  const port = await holdPort(t);
  chain.alter("chainmaker.yml", ({ rpc }) => (rpc.port = port));
  assert.deepEqual(faults(await look(chain)), ["warning rpc.port"]);
  chain.alter("chainmaker.yml", ({ rpc }) => Object.assign(rpc, { host: "192.0.2.1", port: 0 }));
  assert.deepEqual(faults(await look(chain)), ["error rpc.port"]);
});

async function holdPort(t: TestContext): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : assert.fail();
}

test("a clock behind the last block is an error", async (t) => {
  const chain = copyChain(t);
  assert.deepEqual(faults(await inspect(chain, { lastBlockTimestamp: unixSeconds + 60n })), ["error clock"]);
  assert.deepEqual(faults(await inspect(chain, { lastBlockTimestamp: unixSeconds + 5n })), []);
});

test("what the running node says against itself is passed on", async (t) => {
  const runningProblem = { en: "CONSENSUS_CLOCK_BEHIND: …", zh: "CONSENSUS_CLOCK_BEHIND：…" };
  assert.deepEqual(faults(await inspect(copyChain(t), { runningProblem })), ["warning running node"]);
});

test("slips in a key, another chain configuration, no configuration at all", async (t) => {
  const chain = copyChain(t);
  chain.alter("chainmaker.yml", (yaml) => Object.assign(yaml, { stroage: 1, rpc: { ...yaml["rpc"], port: 0 } }));
  assert.deepEqual(faults(await look(chain)), ["warning chainmaker.yml"]);
  chain.alter("bc1.yml", ({ trust_roots }) => (trust_roots[0].root = ["nowhere.crt"]));
  assert.deepEqual(faults(await inspect(chain)), [
    "error blockchain.chain1",
    "error node.cert_file",
    "error rpc.tls.cert_file",
  ]);
  writeFileSync(chain.configFile, "a: [");
  assert.deepEqual(faults(await look(chain)), ["error chainmaker.yml"]);
  rmSync(chain.configFile);
  assert.deepEqual(faults(await look(chain)), ["error chainmaker.yml"]);
});

test("every fault says in both languages what it is and what to do", async (t) => {
  const chain = copyChain(t);
  issueTls(chain, { dnsNames: [], orgId: "other" });
  chmodSync(chain.path(nodeFile("sign.key")), 0o644);
  const findings = await inspect(chain, { lastBlockTimestamp: unixSeconds * 2n });
  for (const { level, text, advice } of findings) {
    assert.ok(text.en !== "" && text.zh !== "");
    if (level !== "ok") assert.ok(advice?.en !== "" && advice?.zh !== "" && advice !== undefined);
  }
});
