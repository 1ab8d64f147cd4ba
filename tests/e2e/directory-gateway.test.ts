import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { CodedError } from "@yanta/errors";
import type { Client } from "@yanta/sdk";
import { Deliverer } from "../../apps/directory/src/gateway/deliver.ts";
import { DeliveryStore } from "../../apps/directory/src/gateway/delivery-store.ts";
import { DirectoryView } from "../../apps/directory/src/gateway/directory-view.ts";
import type { Source } from "../../apps/directory/src/gateway/gateway-config.ts";
import { type RunningGateway, startGateway } from "../../apps/directory/src/gateway/gateway-server.ts";
import { openDeliveries } from "../../apps/directory/src/gateway/open-deliveries.ts";
import { signQuestion, type Wanted } from "../../apps/directory/src/gateway/question.ts";
import { receive } from "../../apps/directory/src/gateway/receive.ts";
import {
  type ChainHost,
  type City,
  openChainCity,
  sampleCode,
  sampleContent,
  sampleWish,
} from "../../contracts/directory/tests/city.ts";
import { type OfficialName, officials } from "../../contracts/directory/tests/people.ts";
import { findFreePorts } from "../../packages/cli/src/network/free-ports.ts";

const folder = mkdtempSync(join(tmpdir(), "yanta-gateway-"));
const csv = join(folder, "enterprises.csv");
const secret = "token-that-nobody-may-see";
const notices: string[] = [];
const purpose = "涉税事项办理";
let city: City<ChainHost>;
let gateway: RunningGateway;
let source: Server;
let sourceAnswer = "[]";
let sourceHeader: string | undefined;
let store: DeliveryStore;
/** Deliveries are numbered over all tests. */
let last = 0;

const clientOf = (who: OfficialName): Client => city.host.chain.client(city.host.memberOf(officials[who]));
const want = (change: Partial<Wanted> = {}): Wanted => ({
  delivery: `D${++last}`,
  request: "R1",
  purpose,
  fields: ["企业名称", "统一社会信用代码"],
  uses: 1,
  ...change,
});

/** What a consumer gets, and how often the use was counted. */
async function receives(wanted: Wanted, who: OfficialName = "consumer"): Promise<string> {
  let saved = "";
  const save = (body: Uint8Array): void => void (saved = new TextDecoder().decode(body));
  await receive(clientOf(who), { gateway: gateway.address, contract: "directory", wanted, language: "en", save });
  return saved;
}

async function refusalOf(wanted: Wanted, who: OfficialName = "consumer"): Promise<string> {
  try {
    await receives(wanted, who);
  } catch (error) {
    assert.ok(error instanceof CodedError, String(error));
    const { code } = error.details;
    return error.code === "DIRECTORY_GATEWAY_ANSWERED" && typeof code === "string" ? code : error.code;
  }
  return "none";
}

async function used(request = "R1"): Promise<number> {
  return (await city.json<{ used: number }>("getRequest", { id: request })).used;
}

async function state(delivery: string): Promise<string> {
  return (await city.json<{ state: string }>("getReceipt", { id: delivery })).state;
}

function sources(): ReadonlyMap<string, Source> {
  const masks = [{ field: "统一社会信用代码", keepStart: 4, keepEnd: 2 }];
  const { port } = source.address() as AddressInfo;
  return new Map<string, Source>([
    [sampleCode, { kind: "file", entry: sampleCode, path: csv, masks }],
    [
      "307003001/000002",
      {
        kind: "http",
        entry: "307003001/000002",
        url: `http://127.0.0.1:${port}/`,
        headers_from_environment: { authorization: "YANTA_TEST_SOURCE" },
        masks: [],
      },
    ],
  ]);
}

function delivererOf(client: Client): Deliverer {
  const view = new DirectoryView(client, "directory");
  return new Deliverer({ view, contract: "directory", store, sources: sources(), now: () => Number(city.host.now) });
}

/** A provider's client whose node loses the answer to a transaction, or never gets it. */
function cutOff(when: "before" | "after"): Client {
  const client = clientOf("approver");
  return {
    ...client,
    transport: {
      ...client.transport,
      unary: async (method, bytes, options) => {
        const isTransaction = method === "SendRequestSync";
        if (isTransaction && when === "before") throw new Error("the line is cut");
        const answer = await client.transport.unary(method, bytes, options);
        if (isTransaction) throw new Error("the line is cut");
        return answer;
      },
    },
  };
}

describe("the directory's gateway on a real chain", () => {
  before(async () => {
    process.env["YANTA_TEST_SOURCE"] = secret;
    writeFileSync(
      csv,
      '统一社会信用代码,企业名称,法定代表人\r\n911100000000000001,"甲, 公司",张三\r\n911100000000000002,乙公司,李四\r\n',
    );
    const [sourcePort, gatewayPort] = await findFreePorts(2);
    source = createServer((request, response) => {
      sourceHeader = request.headers.authorization;
      response.end(sourceAnswer);
    });
    await new Promise<void>((resolve) => source.listen(sourcePort, "127.0.0.1", resolve));
    city = await openChainCity();
    await city.publish();
    await city.publish(sampleContent({ code: "307003001/000002", name: "企业年报信息" }));
    await city.request("R1", "ACTIVE", sampleWish({ usesMax: 12 }));
    await city.does("consumer", "submitRequest", {
      id: "R2",
      entry: "307003001/000002",
      ...sampleWish({ usesMax: 2 }),
    });
    await city.request("R3", "GRANTED");
    store = new DeliveryStore(join(folder, "store"));
    gateway = await startGateway({
      host: "127.0.0.1",
      port: gatewayPort ?? 0,
      tls: undefined,
      deliverer: delivererOf(clientOf("approver")),
      onNotice: (text, fields) => notices.push(`${text} ${JSON.stringify(fields)}`),
    });
  });

  after(async () => {
    await gateway.close();
    source.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    sourceAnswer = "[]";
  });

  it("delivers the granted fields, masked, and both sides' receipts are on chain", async () => {
    const wanted = want();
    const before = await used();
    assert.deepEqual(JSON.parse(await receives(wanted)), [
      { 企业名称: "甲, 公司", 统一社会信用代码: "9111************01" },
      { 企业名称: "乙公司", 统一社会信用代码: "9111************02" },
    ]);
    assert.equal(await state(wanted.delivery), "ACKNOWLEDGED");
    assert.equal(await used(), before + 1);
    assert.equal(await refusalOf(wanted), "DIRECTORY_GATEWAY_SETTLED");
    assert.equal(store.find(wanted.delivery), undefined);
    assert.equal(await used(), before + 1);
  });

  it("refuses what is not granted, and counts nothing", async () => {
    const before = await used();
    assert.equal(await refusalOf(want({ purpose: "研究" })), "DIRECTORY_GATEWAY_NOT_GRANTED");
    assert.equal(await refusalOf(want({ fields: ["企业名称", "法定代表人"] })), "DIRECTORY_GATEWAY_NOT_GRANTED");
    assert.equal(await refusalOf(want({ uses: 13 })), "DIRECTORY_GATEWAY_NOT_GRANTED");
    assert.equal(await refusalOf(want({ request: "R3" })), "DIRECTORY_GATEWAY_NOT_GRANTED");
    assert.equal(await refusalOf(want({ request: "R9" })), "DIRECTORY_GATEWAY_NOT_GRANTED");
    assert.equal(await refusalOf(want(), "outsider"), "DIRECTORY_GATEWAY_NOT_CONSUMER");
    assert.equal(await refusalOf(want(), "approver"), "DIRECTORY_GATEWAY_NOT_CONSUMER");
    assert.equal(await refusalOf(want({ fields: ["企业名称", "企业名称"] })), "DIRECTORY_GATEWAY_QUESTION");
    assert.equal(await refusalOf(want({ delivery: "../x" })), "DIRECTORY_GATEWAY_QUESTION");
    assert.equal(await used(), before);
  });

  it("believes no question that the chain does not", async () => {
    const post = async (body: Uint8Array): Promise<{ readonly code: string }> => {
      const response = await fetch(`${gateway.address}/deliveries`, { method: "POST", body: new Uint8Array(body) });
      return (await response.json()) as { readonly code: string };
    };
    const question = await signQuestion(clientOf("consumer"), "directory", want());
    const text = Buffer.from(question).toString("latin1");
    const forged = question.slice();
    const at = text.indexOf("delivery") + 11;
    forged[at] = (forged[at] ?? 0) ^ 1;
    assert.match((await post(forged)).code, /^DIRECTORY_GATEWAY_(SIGNER|QUESTION)$/);
    const late = { ...clientOf("consumer"), nowMs: () => Number(city.host.now - 3600n) * 1000 };
    assert.equal((await post(await signQuestion(late, "directory", want()))).code, "DIRECTORY_GATEWAY_SIGNER");
    assert.equal((await post(new Uint8Array(20).fill(7))).code, "DIRECTORY_GATEWAY_QUESTION");
    assert.equal((await post(new Uint8Array(70_000))).code, "DIRECTORY_GATEWAY_TOO_LARGE");
    assert.equal((await post(new Uint8Array())).code, "DIRECTORY_GATEWAY_QUESTION");
  });

  it("delivers nothing that could not be noted, and counts once what was noted unheard", async () => {
    const before = await used();
    const wanted = want();
    const question = () => signQuestion(clientOf("consumer"), "directory", wanted);
    await assert.rejects(delivererOf(cutOff("before")).deliver(await question()), {
      code: "DIRECTORY_GATEWAY_NOT_NOTED",
    });
    const view = new DirectoryView(clientOf("approver"), "directory");
    assert.deepEqual(
      (await openDeliveries(store, view)).map(({ id, state }) => [id, state]),
      [[wanted.delivery, "not-counted"]],
    );
    assert.equal(await used(), before);
    await assert.rejects(delivererOf(cutOff("after")).deliver(await question()), {
      code: "DIRECTORY_GATEWAY_NOT_NOTED",
    });
    assert.deepEqual(
      (await openDeliveries(store, view)).map(({ id, state }) => [id, state]),
      [[wanted.delivery, "counted"]],
    );
    assert.equal(await used(), before + 1);
    // A gateway that was started again on the same folder hands it over.
    assert.match(await receives(wanted), /甲, 公司/);
    assert.equal(await used(), before + 1);
    assert.deepEqual(await openDeliveries(store, view), []);
  });

  it("gives a delivery to nobody else, nor under other words", async () => {
    const wanted = want();
    const question = await signQuestion(clientOf("consumer"), "directory", wanted);
    await delivererOf(clientOf("approver")).deliver(question);
    assert.equal(await refusalOf(wanted, "colleague"), "DIRECTORY_GATEWAY_OTHER_DELIVERY");
    assert.equal(await refusalOf({ ...wanted, fields: ["企业名称"] }), "DIRECTORY_GATEWAY_OTHER_DELIVERY");
    assert.match(await receives(wanted), /乙公司/);
  });

  it("lets a consumer refuse what differs from the chain; it does not count", async () => {
    const before = await used();
    const wanted = want();
    const honest = delivererOf(clientOf("approver"));
    const [port] = await findFreePorts(1);
    const lying = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        await honest.deliver(new Uint8Array(Buffer.concat(chunks)));
        response.end("[]\n");
      })();
    });
    await new Promise<void>((resolve) => lying.listen(port, "127.0.0.1", resolve));
    const saved: Uint8Array[] = [];
    const options = {
      contract: "directory",
      wanted,
      language: "zh",
      save: (body: Uint8Array) => saved.push(body),
    } as const;
    await assert.rejects(receive(clientOf("consumer"), { ...options, gateway: `http://127.0.0.1:${port}` }), {
      code: "DIRECTORY_GATEWAY_DIFFERS",
    });
    lying.close();
    lying.closeAllConnections();
    assert.deepEqual(saved, []);
    assert.equal(await state(wanted.delivery), "REFUSED");
    assert.equal(await used(), before);
  });

  it("hands nothing over after a grant was suspended, also not what was counted before", async () => {
    const wanted = want();
    await delivererOf(clientOf("approver")).deliver(await signQuestion(clientOf("consumer"), "directory", wanted));
    await city.does("approver", "suspendAccess", { id: "R1", reason: "核查" });
    assert.equal(await refusalOf(wanted), "DIRECTORY_GATEWAY_NOT_GRANTED");
    await city.does("approver", "resumeAccess", { id: "R1" });
    assert.match(await receives(wanted), /乙公司/);
  });

  it("asks an HTTP source with its own token, which nobody sees, and survives its faults", async () => {
    for (const [who, method, values] of [
      ["compliance", "takeRequest", {}],
      ["compliance", "passRequest", {}],
      ["approver", "approveRequest", {}],
      ["consumer", "signAgreement", { agreement: "a1".repeat(32) }],
      ["approver", "signAgreement", { agreement: "a1".repeat(32) }],
      ["approver", "grantAccess", { access: "b2".repeat(32) }],
      ["consumer", "activateAccess", {}],
    ] as const)
      await city.does(who, method, { id: "R2", ...values });
    sourceAnswer = "<html>";
    const [request, fields] = ["R2", ["企业名称"]];
    assert.equal(await refusalOf(want({ request, fields })), "DIRECTORY_GATEWAY_SOURCE");
    sourceAnswer = '[{"企业名称":{"a":1}}]';
    assert.equal(await refusalOf(want({ request, fields })), "DIRECTORY_GATEWAY_SOURCE");
    sourceAnswer = '[{"名称":"丙"}]';
    assert.equal(await refusalOf(want({ request, fields })), "DIRECTORY_GATEWAY_FIELD");
    assert.equal(await used("R2"), 0);
    sourceAnswer = '[{"企业名称":"丙公司","法定代表人":"王五"}]';
    assert.equal(await receives(want({ request, fields })), '[{"企业名称":"丙公司"}]\n');
    assert.equal(sourceHeader, secret);
    // The last use that is left is one.
    assert.equal(await refusalOf(want({ request, fields, uses: 2 })), "DIRECTORY_GATEWAY_NOT_GRANTED");
    assert.equal(await receives(want({ request, fields })), '[{"企业名称":"丙公司"}]\n');
    assert.equal(await refusalOf(want({ request, fields })), "DIRECTORY_GATEWAY_NOT_GRANTED");
    assert.ok(notices.length > 10);
    for (const notice of notices) assert.ok(!notice.includes(secret) && !notice.includes("公司"), notice);
  });
});
