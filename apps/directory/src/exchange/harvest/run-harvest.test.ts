import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { type CityEntry, generateCity } from "@yanta/directory-contract/generate";
import { type IndexStore, openIndexStore } from "@yanta/index-store";
import type { Content } from "../../api/entry.ts";
import { type CkanServer, startCkanServer } from "../../testing/ckan-server.ts";
import { startMadeService } from "../../testing/made-service.ts";
import { type ExchangeStore, openExchangeStore } from "../exchange-store.ts";
import { type HarvestSource, harvestSource } from "./harvest-source.ts";
import { countDrafts, readDrafts, readHarvest } from "./harvest-store.ts";
import { runHarvest } from "./run-harvest.ts";

const provider = "11610000MB2A00001X";
let count = 0;

/** A source nobody has read. */
function sourceOf(kind: "ckan" | "dcat", url: string, more: object = {}): HarvestSource {
  const name = `source-${++count}`;
  const base = { name, kind, url, provider, catalogue: "C1", category: "307003001", allow_private: true };
  return harvestSource.parse({ ...base, ...more });
}

describe("harvest", { timeout: 180_000 }, () => {
  let index: IndexStore;
  let store: ExchangeStore;
  let ckan: CkanServer;
  let now = 1_800_000_000;
  before(async () => {
    index = await openIndexStore({ location: "memory", schema: "test" });
    store = await openExchangeStore(index);
    ckan = await startCkanServer();
  });
  beforeEach(() => {
    ckan.datasets.length = 0;
    ckan.asked.length = 0;
    ckan.answersLeft = Infinity;
    ckan.answerInstead = undefined;
  });
  after(async () => {
    ckan.close();
    await index.close();
  });

  const run = (source: HarvestSource): Promise<string> =>
    runHarvest({ store, source, nowSeconds: () => ++now, signal: new AbortController().signal });
  const drafts = async (source: HarvestSource) =>
    (await readDrafts(store, source.name, "", 1_000)).map(({ content }) => content);

  /** Data sets of a portal; so many share each time. */
  function fill(size: number, perTime: number): void {
    for (let number = 0; number < size; number++) {
      const minute = String(Math.floor(number / perTime) % 60).padStart(2, "0");
      const hour = String(Math.floor(number / perTime / 60)).padStart(2, "0");
      ckan.datasets.push({
        id: `d-${String(number).padStart(4, "0")}`,
        title: `数据集 ${number}`,
        notes: "说明",
        metadata_modified: `2026-03-01T${hour}:${minute}:00.000000`,
        resources: [{ name: "文件", format: "CSV" }],
      });
    }
  }

  it("reads every data set of a CKAN portal once, and then what changed", async () => {
    fill(250, 1);
    const source = sourceOf("ckan", ckan.url);
    assert.equal(await run(source), "");
    const first = await drafts(source);
    assert.equal(first.length, 250);
    assert.deepEqual(first[0], {
      code: "307003001/900000001",
      name: "数据集 0",
      summary: "说明",
      provider,
      catalogue: "C1",
      format: 2,
      attribute: 3,
      cycle: 6,
      isSecret: false,
      sharing: { type: 1, mode: 2 },
      open: { type: 0 },
      items: [{ name: "文件", type: "G" }],
    });
    const readAt = (await readDrafts(store, source.name, "", 1_000)).map((draft) => draft.readAt);
    ckan.asked.length = 0;
    const changed = {
      ...(ckan.datasets[7] ?? assert.fail()),
      title: "改名",
      metadata_modified: "2026-03-02T00:00:00.000000",
    };
    ckan.datasets.splice(7, 1, changed);
    assert.equal(await run(source), "");
    assert.deepEqual(ckan.asked, ["2026-03-01T04:09:00.000000+0", "2026-03-02T00:00:00.000000+1"]);
    const second = await readDrafts(store, source.name, "", 1_000);
    assert.equal(second.length, 250);
    assert.equal(second[7]?.content.name, "改名");
    const anew = second.flatMap((draft, place) => (draft.readAt === readAt[place] ? [] : [place]));
    assert.deepEqual(anew, [7], "only what changed is a draft anew");
  });

  it("loses nothing where many changes are of one time", async () => {
    fill(230, 230);
    const source = sourceOf("ckan", ckan.url);
    assert.equal(await run(source), "");
    assert.equal(await countDrafts(store, source.name), 230);
    assert.equal(await run(source), "");
    assert.equal(await countDrafts(store, source.name), 230);
  });

  it("goes on where a run broke off", async () => {
    fill(350, 7);
    const source = sourceOf("ckan", ckan.url);
    ckan.answersLeft = 2;
    assert.equal(await run(source), "DIRECTORY_EXCHANGE_UNREACHABLE");
    const broken = await readHarvest(store, source.name);
    assert.deepEqual([broken.fault, broken.finishedAt], ["DIRECTORY_EXCHANGE_UNREACHABLE", 0]);
    assert.equal(await countDrafts(store, source.name), 200);
    ckan.answersLeft = Infinity;
    ckan.asked.length = 0;
    assert.equal(await run(source), "");
    assert.notEqual(ckan.asked[0], "+0", "it began anew");
    assert.equal(await countDrafts(store, source.name), 350);
    assert.equal((await readHarvest(store, source.name)).fault, "");
  });

  it("keeps what it understands of hostile answers, and refuses the rest with a code", async () => {
    fill(1, 1);
    const [good] = ckan.datasets;
    const bad = [{ id: 5 }, null, "x", { ...good, id: "bad-time", metadata_modified: "[* TO *]" }];
    const odd = {
      ...good,
      id: "odd",
      title: `${"长".repeat(300)}\u0000\u202e`,
      notes: "\ud800",
      resources: [{ name: "\u0007" }],
    };
    ckan.datasets.push(...(bad as never[]), odd as never);
    ckan.answerInstead = JSON.stringify({ success: true, result: { count: 6, results: ckan.datasets } });
    const source = sourceOf("ckan", ckan.url);
    // The same page again and again: a portal that does not heed `start` ends at the limit of pages, here at the first.
    const stop = new AbortController();
    await runHarvest({
      store,
      source,
      nowSeconds: () => {
        stop.abort();
        return ++now;
      },
      signal: stop.signal,
    });
    for (const [answer, code] of [
      ["[".repeat(100_000), "DIRECTORY_EXCHANGE_ANSWER"],
      ["{", "DIRECTORY_EXCHANGE_ANSWER"],
      ['{"success":false}', "DIRECTORY_EXCHANGE_ANSWER"],
      [" ".repeat(5_000_000), "DIRECTORY_EXCHANGE_ANSWER"],
      [
        JSON.stringify({ success: true, result: { count: 1, results: Array(101).fill(good) } }),
        "DIRECTORY_EXCHANGE_ANSWER",
      ],
    ]) {
      ckan.answerInstead = answer;
      assert.equal(await run(sourceOf("ckan", ckan.url)), code);
    }
    ckan.answerInstead = undefined;
    ckan.datasets.splice(1, 4);
    const whole = sourceOf("ckan", ckan.url);
    assert.equal(await run(whole), "");
    const draft = (await drafts(whole)).find(({ name }) => name.startsWith("长"));
    assert.deepEqual([draft?.name.length, draft?.summary.length, draft?.items.length], [200, 200, 1]);
  });

  it("does not call private networks that it was not told to", async () => {
    fill(1, 1);
    const source = sourceOf("ckan", ckan.url, { allow_private: false });
    assert.equal(await run(source), "DIRECTORY_EXCHANGE_ADDRESS");
    assert.deepEqual(ckan.asked, []);
  });

  it("reads another directory's DCAT, page by page, and takes the same metadata from it", async () => {
    const city = generateCity(3, { departments: 4, districts: 1, systems: 3, entries: 130 });
    const made = await startMadeService(city);
    try {
      const base = await made.server.listen({ host: "127.0.0.1", port: 0 });
      const source = sourceOf("dcat", `${base}/api/v1/dcat/catalog`);
      assert.equal(await run(source), "");
      const found = await drafts(source);
      const entries = [...city.entries()].toSorted((left, right) => (left.code < right.code ? -1 : 1));
      const told = ({ name, summary, cycle, sharing, items }: Content | CityEntry) => {
        const names = items.map((item) => item.name);
        return { name, summary, cycle, sharing: sharing.type, items: sharing.type === 3 ? [] : names };
      };
      assert.deepEqual(
        found.map((draft) => told(draft)),
        entries.map((entry) => told(entry)),
      );
      const jsonLd = sourceOf("dcat", `${base}/api/v1/dcat/catalog?format=jsonld`);
      assert.equal(await run(jsonLd), "");
      const same = (await drafts(jsonLd)).map(({ name, items }) => ({ name, items }));
      const wanted = found.map(({ name, items }) => ({ name, items }));
      assert.deepEqual(same, wanted);
    } finally {
      await made.close();
    }
  });

  describe("of DCAT from a stranger", () => {
    let server: Server;
    let url = "";
    let answer = { type: "text/turtle", body: "", headers: {} as Record<string, string> };
    before(async () => {
      server = createServer((_request, response) =>
        response.writeHead(200, { "content-type": answer.type, ...answer.headers }).end(answer.body),
      );
      await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/catalog.ttl`;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    const dataset = '<d1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "T" .';
    const next = (address: string): string => `<> <http://www.w3.org/ns/hydra/core#next> <${address}> . ${dataset}`;
    const gives = async (type: string, body: string, headers: Record<string, string> = {}): Promise<string> => {
      answer = { type, body, headers };
      return run(sourceOf("dcat", url));
    };

    it("refuses what leads elsewhere or round in a circle, and what is fetched", async () => {
      const refused = "DIRECTORY_EXCHANGE_ANSWER";
      assert.equal(await gives("text/turtle", dataset), "");
      assert.equal(await gives("text/turtle", next("http://169.254.169.254/latest")), refused);
      assert.equal(await gives("text/turtle", next("http://127.0.0.1:1/")), refused);
      assert.equal(await gives("text/turtle", next("?")), refused);
      assert.equal(await gives("text/turtle", dataset, { link: '<file:///etc/passwd>; rel="next"' }), refused);
      assert.equal(await gives("application/ld+json", '{"@context":"http://127.0.0.1:1/c","@id":"x"}'), refused);
      assert.equal(
        await gives("application/ld+json", `{"@context":{"a":${"[".repeat(60)}${"]".repeat(60)}}}`),
        refused,
      );
      const xml = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r>&e;</r>';
      assert.equal(await gives("application/rdf+xml", xml), refused);
      assert.equal(await gives("text/html", "<html>"), refused);
      assert.equal(await gives("text/turtle", "<a> <b> "), refused);
      assert.equal(
        await gives("text/turtle", "<a> <b> <c> .\n".replace("<c>", "1,2,3,4,5,6,7,8,9,0").repeat(2) + "x".repeat(5e6)),
        refused,
      );
      const many = Array.from({ length: 100_001 }, (_each, number) => `<a> <b> ${number} .`).join("\n");
      assert.equal(await gives("application/n-triples", many), refused);
    });
  });
});
