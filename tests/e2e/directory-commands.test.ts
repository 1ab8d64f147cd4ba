import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { bytesToHex } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { createDirectoryClient, type DirectoryClient } from "@yanta/directory-contract/client";
import {
  type Client,
  createCertificateSigner,
  getBlockHeader,
  getChainConfig,
  installContract,
  loadClient,
} from "@yanta/sdk";
import { signQuestion } from "../../apps/directory/src/gateway/question.ts";
import { sampleCode, sampleContent } from "../../contracts/directory/tests/city.ts";
import { authority, creditCode, issuer, personOf, proofOf } from "../../contracts/directory/tests/people.ts";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";

const launcher = fileURLToPath(new URL("../../apps/directory/yanta-directory.mjs", import.meta.url));
const wasm = readFileSync(new URL("../../contracts/directory/build/directory.wasm", import.meta.url));
const supplier = creditCode("1111000000001335");
const user = creditCode("1111000000001337");
const purpose = "涉税事项办理";
const folder = mkdtempSync(join(tmpdir(), "yanta-directory-"));
const path = (name: string): string => join(folder, name);

interface Member {
  readonly client: Client;
  readonly uid: string;
  readonly orgId: string;
  readonly directory: DirectoryClient;
}

let dev: DevChain;
let address = "";
const lines: Client[] = [];

/** A user of an organisation of the development chain. */
function member(org: number, name: string): Member {
  const config = dev.sdkConfigs[org] ?? assert.fail();
  const orgId = `wx-org${org}.chainmaker.org`;
  const base = join(dirname(dirname(config)), "crypto-config", orgId, "user", name, `${name}.sign`);
  const certificatePem = readFileSync(`${base}.crt`, "utf8");
  const privateKeyPem = readFileSync(`${base}.key`, "utf8");
  const line = loadClient(config);
  lines.push(line);
  const client = { ...line, signer: createCertificateSigner({ orgId, certificatePem, privateKeyPem }) };
  const uid = bytesToHex(parseCertificate(certificatePem).subjectKeyId ?? assert.fail());
  return { client, uid, orgId, directory: createDirectoryClient(client) };
}

function proven({ uid, orgId }: Member, name: string) {
  const person = personOf({ name, organization: 1, department: authority, roles: [] });
  return { person, proof: proofOf(orgId, uid, person) };
}

/** A directory with one entry that was granted to a department, in active use. */
async function fillDirectory(): Promise<void> {
  const root = member(1, "admin1");
  const reviewer = member(1, "client1");
  const [editor, approver, consumer] = [member(2, "admin1"), member(2, "client1"), member(3, "client1")];
  await installContract(root.client, {
    name: "directory",
    version: "1.0",
    runtime: "WASMER",
    bytecode: wasm,
    endorsers: [1, 2, 3, 4].map((org) => member(org, "admin1").client.signer),
    parameters: {
      issuer: issuer.publicKey.pem,
      department: authority,
      name: "市大数据局",
      ...proven(root, "root"),
    },
  });
  for (const [code, { orgId }, name] of [
    [supplier, approver, "市市场监督管理局"],
    [user, consumer, "市税务局"],
  ] as const) {
    await root.directory.setIssuer({ org: orgId, key: issuer.publicKey.pem, reason: "开通" });
    await root.directory.registerDepartment({ code, org: orgId, name, level: 1 });
  }
  for (const [who, name, department, roles] of [
    [reviewer, "reviewer", authority, ["registrar", "compliance"]],
    [editor, "editor", supplier, ["provider"]],
    [approver, "approver", supplier, ["provider"]],
    [consumer, "consumer", user, ["consumer"]],
  ] as const)
    await root.directory.registerMember({ uid: who.uid, department, roles, ...proven(who, name) });
  const duty = { department: supplier, name: "企业登记" };
  await root.directory.putDuty({ ...duty, id: "job-1", kind: "job" });
  await root.directory.putDuty({ ...duty, id: "duty-1", kind: "duty", parent: "job-1" });
  await root.directory.putDuty({ ...duty, id: "cat-1", kind: "catalogue", parent: "duty-1" });
  await editor.directory.importEntries({ contents: JSON.stringify([sampleContent({ provider: supplier })]) });
  for (let round = 0; round < 2; round++) {
    await editor.directory.submitEntry({ code: sampleCode });
    await reviewer.directory.reviewEntry({ code: sampleCode, version: 1, decision: "agree" });
  }
  const id = "R1";
  const until = BigInt(Math.floor(Date.now() / 1000) + 86_400);
  await consumer.directory.submitRequest({ id, entry: sampleCode, fields: ["企业名称"], purpose, until, usesMax: 5 });
  await reviewer.directory.takeRequest({ id });
  await reviewer.directory.passRequest({ id });
  await approver.directory.approveRequest({ id });
  await consumer.directory.signAgreement({ id, agreement: "a1".repeat(32) });
  await approver.directory.signAgreement({ id, agreement: "a1".repeat(32) });
  await approver.directory.grantAccess({ id, access: "b2".repeat(32) });
  await consumer.directory.activateAccess({ id });
}

/** Runs `yanta-directory` to its end. */
async function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, [launcher, ...args, "--lang", "en"], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
}

/** A gateway in a process of its own; `kill` ends it as a crash does. */
async function startGateway(): Promise<{ kill(): Promise<void> }> {
  const child = spawn(process.execPath, [launcher, "gateway", "--config", path("gateway.yml")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (log += part));
  const ended = once(child, "close");
  const ready = once(createInterface({ input: child.stdout }), "line", { signal: AbortSignal.timeout(60_000) });
  await Promise.race([ready, ended.then(() => assert.fail(`the gateway ended: ${log}`))]);
  return {
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function receive(...more: readonly string[]) {
  const where = ["--gateway", address, "--sdk-config", dev.sdkConfigs[3] ?? "", "--out", path("received.json")];
  return run("receive", ...where, "--request", "R1", "--purpose", purpose, "--fields", "企业名称", ...more);
}

describe("yanta-directory against a node", () => {
  before(async () => {
    dev = await startDevChain();
    await fillDirectory();
    const [port] = await findFreePorts(1);
    address = `http://127.0.0.1:${port}`;
    writeFileSync(path("data.csv"), "企业名称,注册资本\n甲公司,100\n");
    writeFileSync(
      path("gateway.yml"),
      `listen: 127.0.0.1:${port}
sdk_config: ${dev.sdkConfigs[2]}
store: store
sources: [{ kind: file, entry: ${sampleCode}, path: data.csv }]
`,
    );
  });

  after(async () => {
    for (const { transport } of lines) transport.close();
    await dev.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("delivers, survives a crash after the count, and proves it all offline", async () => {
    let gateway = await startGateway();
    const consumer = member(3, "client1");
    try {
      const first = await receive();
      assert.equal(first.code, 0, first.text);
      assert.match(first.text, /acknowledged on chain/);
      assert.equal(readFileSync(path("received.json"), "utf8"), '[{"企业名称":"甲公司"}]\n');

      const wanted = { delivery: "D-crash", request: "R1", purpose, fields: ["企业名称"], uses: 1 };
      const body = new Uint8Array(await signQuestion(consumer.client, "directory", wanted));
      const answer = await fetch(`${address}/deliveries`, { method: "POST", body });
      assert.equal(answer.status, 200);
    } finally {
      await gateway.kill();
    }
    const open = await run("deliveries", "--config", path("gateway.yml"));
    assert.match(open.text, /D-crash {2}R1 .* counted, waits for the consumer/);

    gateway = await startGateway();
    try {
      const again = await receive("--delivery", "D-crash");
      assert.equal(again.code, 0, again.text);
      const other = await receive("--purpose", "研究");
      assert.equal(other.code, 1);
      assert.match(other.text, /DIRECTORY_GATEWAY_ANSWERED: .*DIR_PURPOSE/);
    } finally {
      await gateway.kill();
    }
    const { used } = JSON.parse(await consumer.directory.getRequest({ id: "R1" })) as { readonly used: number };
    assert.equal(used, 2);

    mkdirSync(path("roots"));
    const { trustRoots } = await getChainConfig(consumer.client);
    for (const { orgId, root } of trustRoots) writeFileSync(path(`roots/${orgId}.crt`), root.join("\n"));
    const { blockHash } = await getBlockHeader(consumer.client, 0n);
    writeFileSync(path("roots/genesis.hash"), bytesToHex(blockHash));
    const sdkConfig = dev.sdkConfigs[4] ?? "";
    const created = await run("bundle", "create", "--request", "R1", "--sdk-config", sdkConfig, "--out", path("b.zip"));
    assert.equal(created.code, 0, created.text);
    const verified = await run("verify", path("b.zip"), "--roots", path("roots"));
    assert.equal(verified.code, 0, verified.text);
    assert.match(verified.text, /Deeds 1 to 10 of request\.R1 are all here/);
    assert.match(verified.text, /Deeds 1 to 2 of receipt\.D-crash are all here/);
    assert.match(verified.text, /No votes decide on this chain/);
  });

  it("imports a table as drafts, all or nothing, and names wrong cells", async () => {
    const sdkConfig = dev.sdkConfigs[2] ?? "";
    const template = await run("template", "--out", path("template.csv"));
    assert.equal(template.code, 0, template.text);
    const filled = readFileSync(path("template.csv"), "utf8").replace("信息,,3,3", "信息,cat-1,3,3");
    writeFileSync(path("wrong.csv"), filled.replace("C,18", "X,18"));
    const wrong = await run("import", path("wrong.csv"), "--sdk-config", sdkConfig);
    assert.equal(wrong.code, 1);
    assert.match(wrong.text, /^Q3 {2}数据类型 {2}one of C N Y[\s\S]*DIRECTORY_EXCHANGE_TABLE/m);
    writeFileSync(path("good.csv"), filled.replace("307003001/000001", "307003001/000077"));
    const checked = await run("import", path("good.csv"), "--check", "--sdk-config", sdkConfig);
    assert.match(checked.text, /1 entries, no faults; nothing was written/);
    const done = await run("import", path("good.csv"), "--sdk-config", sdkConfig);
    assert.equal(done.code, 0, done.text);
    const { state } = JSON.parse(await member(2, "client1").directory.getEntry({ code: "307003001/000077" })) as {
      readonly state: number;
    };
    assert.equal(state, 0);
    const gone = await run("import", path("none.csv"), "--sdk-config", sdkConfig);
    assert.match(gone.text, /DIRECTORY_EXCHANGE_FILE/);
  });
});
