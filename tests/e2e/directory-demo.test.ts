import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { getChainInfo, loadClient } from "@yanta/sdk";
import { DemoPeople } from "../../apps/directory/src/demo/demo-people.ts";
import { organizations } from "../../apps/directory/src/demo/ensure-demo.ts";
import { startService } from "../../apps/directory/src/service/start-service.ts";
import { type DirectoryDemo, startDirectoryDemo, stopDirectoryDemo } from "../support/directory-demo.ts";
import { DirectoryMember } from "../support/directory-member.ts";

const root = mkdtempSync(join(tmpdir(), "yanta-directory-"));
const folder = join(root, "chain");

/** Answers of one service to questions that do not depend on when they are asked. */
const questions = [
  "/search?pageSize=100&sort=name",
  "/search?q=企业登记",
  "/search?q=tax&sharing=2",
  "/departments",
  "/duties",
  "/duties?parent=d0-cat0",
  "/rules",
  "/statistics/departments",
  "/statistics/sharing",
  "/entries?pageSize=100",
  "/requests?pageSize=100",
  "/receipts?pageSize=100",
  "/corrections",
  "/deadlines?pageSize=100",
  "/tasks?pageSize=100",
  "/audit?pageSize=100",
  "/audit?pageSize=100&page=9",
  "/monitoring/systems?pageSize=100",
];

describe("yanta up --demo directory", { timeout: 290_000 }, () => {
  let demo: DirectoryDemo;
  let people: DemoPeople;
  const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

  const member = async (name: string, org: number): Promise<DirectoryMember> => {
    const person = people.person(name, people.orgIds[org - 1] ?? "");
    const found = new DirectoryMember(`${demo.url}/api/v1`, person);
    const { status, body } = await found.login();
    assert.equal(status, 200, JSON.stringify(body));
    return found;
  };

  before(async () => {
    demo = await startDirectoryDemo(folder, root);
    people = new DemoPeople(folder, organizations(folder));
  });

  after(async () => {
    people.close();
    await stopDirectoryDemo(demo);
    rmSync(root, { recursive: true, force: true });
  });

  it("finds entries in Chinese and English, with facets, and shows a page with its history", async () => {
    const anybody = new DirectoryMember(`${demo.url}/api/v1`, people.root());
    const { body } = await anybody.get(`/search?q=${encodeURIComponent("tax credit")}`);
    const hits = body["items"] as { code: string; name: string }[];
    assert.match(hits[0]?.name ?? "", /纳税信用/);
    assert.equal((body["facets"] as Record<string, { value: string }[]>)["department"]?.length, 1);
    const path = (hits[0]?.code ?? "").replace("/", "-");
    const page = await anybody.get(`/entries/${path}`);
    assert.deepEqual(
      (page.body["path"] as { kind: string }[]).map(({ kind }) => kind),
      ["job", "duty", "catalogue"],
    );
    const history = await anybody.get(`/entries/${path}/history`);
    assert.deepEqual(
      (history.body["items"] as { action: string }[]).map(({ action }) => action),
      ["reviewEntry", "submitEntry", "reviewEntry", "submitEntry", "saveEntry"],
    );
    assert.equal((await anybody.get(`/entries/${path}/consumers`)).status, 401);
  });

  it("refuses who is no member, who signs for another, and a question that was answered", async () => {
    const url = `${demo.url}/api/v1`;
    const editor = new DirectoryMember(url, people.person("d0-editor", people.orgIds[1] ?? ""));
    const stranger = new DirectoryMember(url, people.person("stranger", people.orgIds[1] ?? ""));
    const refused = await stranger.login();
    assert.deepEqual([refused.status, refused.body["code"]], [422, "DIR_NONE"]);
    const { body: challenge } = await editor.post("/login/challenge", { uid: editor.person.uid });
    const other = await stranger.sign(String(challenge["payload"]));
    assert.equal((await stranger.post("/login", { request: other })).body["code"], "DIRECTORY_SERVICE_SIGNER");
    const late = { request: await editor.sign(String(challenge["payload"])) };
    assert.equal((await editor.post("/login", late)).body["code"], "DIRECTORY_SERVICE_CHALLENGE");
    assert.equal((await editor.post("/login", { request: "AAAA" })).body["code"], "DIRECTORY_SERVICE_REQUEST");
  });

  it("leads a request through three people of two departments to a delivery", async () => {
    const [consumer, approver, compliance] = [
      await member("d1-consumer", 3),
      await member("d0-approver", 2),
      await member("compliance", 1),
    ];
    const found = await consumer.get(`/search?sharing=2&department=${await departmentOf(approver)}`);
    const entry = (found.body["items"] as { code: string }[])[0]?.code ?? "";
    const page = await consumer.get(`/entries/${entry.replace("/", "-")}`);
    const [item] = (page.body["content"] as { items: { name: string }[] }).items;
    const [id, fields, purpose] = ["E2E-1", [item?.name], "核验办事材料"];
    const until = Math.floor(Date.now() / 1000) + 86_400;
    const step = async (who: DirectoryMember, method: string, more: object, state: string): Promise<void> => {
      const { status, body } = await who.does(method, { id, ...more });
      assert.equal(status, 200, `${method}: ${JSON.stringify(body)}`);
      assert.equal(body["isIndexed"], true);
      assert.equal((await who.get(`/requests/${id}`)).body["state"], state);
    };
    await step(consumer, "submitRequest", { entry, fields, purpose, until, usesMax: 5 }, "SUBMITTED");
    const tasks = (await compliance.get("/tasks?pageSize=100")).body["items"] as { id: string; actions: string[] }[];
    assert.deepEqual(tasks.find((task) => task.id === id)?.actions, ["takeRequest"]);
    await step(compliance, "takeRequest", {}, "COMPLIANCE");
    await step(compliance, "passRequest", {}, "PROVIDER_REVIEW");
    const deadlines = (await approver.get("/deadlines?pageSize=100")).body["items"] as {
      id: string;
      clock: { level: number };
    }[];
    assert.equal(deadlines.find((deadline) => deadline.id === id)?.clock.level, 0);
    await step(approver, "approveRequest", {}, "APPROVED");
    await step(consumer, "signAgreement", { agreement: sha256("agreement") }, "APPROVED");
    await step(approver, "signAgreement", { agreement: sha256("agreement") }, "AGREED");
    await step(approver, "grantAccess", { access: sha256("access") }, "GRANTED");
    await step(consumer, "activateAccess", {}, "ACTIVE");
    const delivery = { id: "E2E-D1", hash: sha256("data"), size: 4 };
    assert.equal((await approver.does("deliver", { ...delivery, request: id, purpose, fields })).status, 200);
    const waiting = (await consumer.get("/tasks?pageSize=100")).body["items"] as { id: string; kind: string }[];
    assert.ok(waiting.some((task) => task.kind === "receipt" && task.id === delivery.id));
    assert.equal((await consumer.does("acknowledge", delivery)).status, 200);
    const receipts = (await consumer.get(`/receipts?request=${id}`)).body["items"] as { state: string }[];
    assert.deepEqual(
      receipts.map(({ state }) => state),
      ["ACKNOWLEDGED"],
    );
    const consumers = (await approver.get(`/entries/${entry.replace("/", "-")}/consumers`)).body["items"] as {
      request: string;
    }[];
    assert.ok(consumers.some(({ request }) => request === id));
  });

  it("leads a negotiation and a transfer of the Dataspace Protocol, each message with its transaction", async () => {
    const [consumer, approver, compliance] = [
      await member("d1-consumer", 3),
      await member("d0-approver", 2),
      await member("compliance", 1),
    ];
    const found = await consumer.get(`/search?sharing=1&department=${await departmentOf(approver)}`);
    const entry = (found.body["items"] as { code: string }[])[0]?.code ?? "";
    const page = await consumer.get(`/entries/${entry.replace("/", "-")}`);
    const [item] = (page.body["content"] as { items: { name: string }[] }).items;
    const id = "DSP-1";
    const pid = `urn:yanta:directory:request:${id}`;
    const ends = { consumerPid: pid, providerPid: pid };
    const callbackAddress = "https://consumer.example/dsp";
    const say = async (who: DirectoryMember, path: string, message: object, [method, more]: [string, object]) => {
      const { body } = await who.post("/transactions/prepare", { method, parameters: { id, ...more } });
      const transaction = await who.sign(String(body["payload"]));
      const context = { "@context": ["https://w3id.org/dspace/2025/1/context.jsonld"] };
      const answer = await who.post(`/dsp/2025-1${path}`, { ...context, ...message, "yanta:transaction": transaction });
      return String(answer.body["state"] ?? answer.body["code"]);
    };
    const offer = { "@id": `urn:yanta:directory:offer:${entry}`, target: `urn:yanta:directory:entry:${entry}` };
    const asks = { "@type": "ContractRequestMessage", consumerPid: pid, offer, callbackAddress };
    const until = Math.floor(Date.now() / 1000) + 86_400;
    const wish = { entry, fields: [item?.name], purpose: "核验办事材料", until, usesMax: 5 };
    const other = { ...wish, entry: "307003001/999999" };
    const at = "/negotiations";
    assert.equal(await say(consumer, `${at}/request`, asks, ["submitRequest", other]), "DIRECTORY_SERVICE_INPUT");
    assert.equal(await say(consumer, `${at}/request`, asks, ["submitRequest", wish]), "REQUESTED");
    assert.equal((await compliance.does("takeRequest", { id })).status, 200);
    assert.equal((await compliance.does("passRequest", { id })).status, 200);
    const verifies = { "@type": "ContractAgreementVerificationMessage", ...ends };
    const signs: [string, object] = ["signAgreement", { agreement: sha256("agreement") }];
    const verification = `${at}/${pid}/agreement/verification`;
    assert.equal(await say(consumer, verification, verifies, signs), "REQUESTED");
    assert.equal(await say(approver, verification, verifies, signs), "AGREED");
    assert.equal((await approver.does("grantAccess", { id, access: sha256("access") })).status, 200);
    assert.equal((await consumer.get(`/dsp/2025-1${at}/${pid}`)).body["state"], "FINALIZED");
    const transfers = { "@type": "TransferRequestMessage", consumerPid: pid, agreementId: pid, callbackAddress };
    const pull = { ...transfers, format: "HttpData-PULL" };
    assert.equal(await say(consumer, "/transfers/request", pull, ["activateAccess", {}]), "STARTED");
    const to = (step: string): string => `/transfers/${pid}/${step}`;
    const types = (name: string) => ({ "@type": `Transfer${name}Message`, ...ends });
    const pause: [string, object] = ["suspendAccess", { reason: "系统维护" }];
    assert.equal(await say(approver, to("suspension"), types("Suspension"), pause), "SUSPENDED");
    assert.equal(await say(approver, to("start"), types("Start"), ["resumeAccess", {}]), "STARTED");
    assert.equal(await say(approver, to("completion"), types("Completion"), ["completeAccess", {}]), "DIR_ROLE");
    assert.equal(await say(consumer, to("completion"), types("Completion"), ["completeAccess", {}]), "COMPLETED");
  });

  it("tells refusals of the contract with their words, cells of an import too, and shows nobody what is not theirs", async () => {
    const [consumer, editor] = [await member("d2-consumer", 4), await member("d0-editor", 2)];
    const early = await consumer.does("takeRequest", { id: "E2E-1" });
    assert.deepEqual([early.status, early.body["code"]], [422, "DIR_STATE"]);
    assert.notEqual((early.body["zh"] as { message: string }).message, "");
    const contents = JSON.stringify([{ code: "12", isSecret: true }]);
    const bad = await editor.does("importEntries", { contents });
    assert.equal(bad.body["code"], "DIR_IMPORT");
    const cells = (bad.body["findings"] as { row: number; field: string; code: string }[]).map(
      ({ row, field, code }) => `${row} ${field} ${code}`,
    );
    assert.ok(cells.includes("0 code DIR_FORMAT") && cells.includes("0 isSecret DIR_SECRET"), cells.join());
    assert.equal((await consumer.get("/requests/E2E-1")).body["code"], "DIRECTORY_SERVICE_FORBIDDEN");
    assert.equal((await editor.does("init_contract", {})).body["code"], "DIRECTORY_SERVICE_INPUT");
    assert.equal((await editor.does("submitEntry", {})).body["code"], "DIRECTORY_SERVICE_INPUT");
    const { body: prepared } = await editor.post("/transactions/prepare", {
      method: "submitEntry",
      parameters: { code: "x" },
    });
    const signedByOther = await consumer.sign(String(prepared["payload"]));
    assert.equal(
      (await editor.post("/transactions", { request: signedByOther })).body["code"],
      "DIRECTORY_SERVICE_SIGNER",
    );
    const large = await editor.post("/login", { request: "A".repeat(200_000) });
    assert.deepEqual([large.status, large.body["code"]], [413, "DIRECTORY_SERVICE_TOO_LARGE"]);
  });

  it("gives answers that fit their schemas, the same from an index made anew from the chain", async (t) => {
    const client = loadClient(join(folder, "sdk_config.yml"));
    const anew = await startService({
      client,
      contract: "directory",
      index: "memory",
      host: "127.0.0.1",
      port: 0,
      onFailure: (error) => t.diagnostic(String(error)),
      checkAnswers: true,
    });
    try {
      assert.ok(await anew.follower.waitFor((await getChainInfo(client)).blockHeight, 60_000));
      for (const [name, org] of [
        ["registrar", 1],
        ["d0-approver", 2],
        ["d1-consumer", 3],
      ] as const) {
        const grown = await member(name, org);
        const made = new DirectoryMember(`${anew.url}/api/v1`, grown.person);
        assert.equal((await made.login()).status, 200);
        for (const question of questions) {
          const answer = await made.get(question);
          assert.equal(answer.status, 200, `${question} ${JSON.stringify(answer.body)}`);
          assert.deepEqual(timeless(answer.body), timeless((await grown.get(question)).body), `${name} ${question}`);
        }
      }
    } finally {
      await anew.close();
      client.transport.close();
    }
  });

  it("goes on after a stop: the same command continues chain and index", async () => {
    assert.equal(await stopDirectoryDemo(demo), 0);
    demo = await startDirectoryDemo(folder, root);
    people.close();
    people = new DemoPeople(folder, organizations(folder));
    const consumer = await member("d1-consumer", 3);
    assert.equal((await consumer.get("/requests/E2E-1")).body["state"], "ACTIVE");
    const { body } = await consumer.get("/health");
    assert.deepEqual([body["status"], body["fault"]], ["ok", ""]);
    assert.equal(await stopDirectoryDemo(demo), 0);
  });
});

async function departmentOf(member: DirectoryMember): Promise<string> {
  return String((await member.get("/me")).body["department"]);
}

/** An answer without what depends on when it was asked. */
function timeless(body: unknown): unknown {
  const text = JSON.stringify(body, (key, value: unknown) =>
    key === "tookMs" || key === "workingDaysLeft" ? 0 : value,
  );
  return JSON.parse(text) as unknown;
}
