import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { generateCity } from "@yanta/directory-contract/generate";
import { dataspaceContext } from "../../api/dataspace.ts";
import type { AnswerOf } from "../../api/endpoints.ts";
import { type MadeService, startMadeService } from "../../testing/made-service.ts";
import { noClock } from "../../testing/made-blocks.ts";

const city = generateCity(21, { departments: 5, districts: 1, systems: 3, entries: 160 });
const [, provider = "", consumer = "", other = ""] = city.departments.map(({ code }) => code);
const pid = "urn:yanta:directory:request:R1";

describe("the Dataspace Protocol", { timeout: 180_000 }, () => {
  let made: MadeService;
  before(async () => {
    made = await startMadeService(city, async () => ({ publicUrl: "https://data.example" }));
  });
  after(async () => {
    assert.deepEqual(made.failures, []);
    await made.close();
  });

  const call = (method: "GET" | "POST", path: string, token = "", payload?: object) =>
    made.server.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload === undefined ? {} : { payload }),
    });
  const write = (state: string) => {
    const clock = noClock;
    const record = { id: "R1", entry: "307003001/1", version: 1, confirmedVersion: 1, consumer, provider, state };
    const more = { fields: ["a"], purpose: "p", until: 1, usesMax: 1, used: 0, agreement: "", access: "" };
    const rest = { consumerSigned: false, providerSigned: false, suspendedAt: 0, outcome: "", revision: 1, at: 1 };
    return made.write([{ key: "request#R1", value: { ...record, ...more, ...rest, hands: [], clock } }]);
  };

  it("offers what is shared, page by page", async () => {
    const ask = { "@context": [dataspaceContext], "@type": "CatalogRequestMessage" };
    const page = async (query: string) =>
      (await call("POST", `/dsp/2025-1/catalog/request${query}`, "", ask)).json<AnswerOf<"askDataspaceCatalogue">>();
    const first = await page("");
    const second = await page(`?after=${first["yanta:next"]}`);
    const codes = [...first.dataset, ...second.dataset].map((dataset) => dataset["@id"]);
    const shared = [...city.entries()].filter(({ sharing }) => sharing.type < 3).map(({ code }) => code);
    assert.deepEqual(
      codes,
      shared.toSorted().map((code) => `urn:yanta:directory:entry:${code}`),
    );
    const [dataset] = first.dataset;
    assert.ok(dataset && !JSON.stringify(dataset.hasPolicy).includes("target"), "offers of a catalogue have no target");
    const one = await call("GET", `/dsp/2025-1/catalog/datasets/${shared[0]?.replace("/", "-")}`);
    assert.equal(one.json<{ "@type": string }>()["@type"], "Dataset");
    for (const bad of [{}, { ...ask, "@context": ["x"] }, { ...ask, "@type": "Catalog" }, { ...ask, filter: [{}] }])
      assert.equal((await call("POST", "/dsp/2025-1/catalog/request", "", bad)).statusCode, 400);
    const { protocolVersions } = (await call("GET", "/.well-known/dspace-version")).json<
      AnswerOf<"getDataspaceVersions">
    >();
    assert.deepEqual(protocolVersions, [{ version: "2025-1", path: "/dsp/2025-1", binding: "HTTPS" }]);
  });

  it("shows both parties the chain's state, and nobody else", async () => {
    const tokens = await Promise.all([provider, consumer].map((code) => made.logIn(code, ["provider"])));
    const stranger = await made.logIn(other, ["consumer"]);
    for (const [state, negotiation, transfer] of [
      ["SUBMITTED", "REQUESTED", undefined],
      ["AGREED", "AGREED", undefined],
      ["GRANTED", "FINALIZED", "REQUESTED"],
      ["ACTIVE", "FINALIZED", "STARTED"],
      ["REVOKED", "FINALIZED", "TERMINATED"],
      ["WITHDRAWN", "TERMINATED", undefined],
    ] as const) {
      await write(state);
      for (const token of tokens) {
        const found = (await call("GET", `/dsp/2025-1/negotiations/${pid}`, token)).json<Record<string, unknown>>();
        assert.deepEqual([found["@type"], found["state"]], ["ContractNegotiation", negotiation]);
        const process = (await call("GET", `/dsp/2025-1/transfers/${pid}`, token)).json<Record<string, unknown>>();
        assert.equal(process["state"], transfer);
      }
    }
    assert.equal((await call("GET", `/dsp/2025-1/negotiations/${pid}`, stranger)).statusCode, 403);
    assert.equal((await call("GET", `/dsp/2025-1/negotiations/${pid}`)).statusCode, 401);
    assert.equal((await call("GET", `/dsp/2025-1/negotiations/${pid}0`, stranger)).statusCode, 404);
    assert.equal((await call("GET", "/dsp/2025-1/negotiations/urn:uuid:1", stranger)).statusCode, 400);
    const deed = { subject: "request.R1", revision: 1, action: "rejectRequest", by: "ab", department: provider, at: 1 };
    const value = { ...deed, from: "PROVIDER_REVIEW", to: "REJECTED", reason: "", basis: "", tx: "t" };
    await made.write([{ key: "audit#request_2eR1.1", value }]);
    await write("PROVIDER_REVIEW");
    const ended = await call("GET", `/dsp/2025-1/negotiations/${pid}`, tokens[0]);
    assert.equal(ended.json<{ state: string }>().state, "TERMINATED", "the end of a negotiation is its end");
  });

  it("refuses messages that are none, or carry no transaction of the same meaning", async () => {
    const token = await made.logIn(consumer, ["consumer"]);
    const context = { "@context": [dataspaceContext] };
    const target = "urn:yanta:directory:entry:307003001/1";
    const offer = { "@id": "urn:yanta:directory:offer:307003001/1", "@type": "Offer", target };
    const good = {
      ...context,
      "@type": "ContractRequestMessage",
      consumerPid: pid,
      offer,
      callbackAddress: "https://consumer.example/dsp",
      "yanta:transaction": "AAAA",
    };
    const code = async (payload: object) =>
      (await call("POST", "/dsp/2025-1/negotiations/request", token, payload)).json<{ code: string }>().code;
    assert.equal(await code(good), "DIRECTORY_SERVICE_REQUEST");
    for (const change of [
      { "@context": ["https://w3id.org/dspace/2024/1/context.json"] },
      { "@type": "ContractOfferMessage" },
      { consumerPid: "R1" },
      { providerPid: `${pid}2` },
      { offer: { ...offer, target: "x" } },
      { callbackAddress: "nowhere" },
      { "yanta:transaction": undefined },
    ])
      assert.equal(await code({ ...good, ...change }), "DIRECTORY_SERVICE_INPUT", JSON.stringify(change));
  });
});
