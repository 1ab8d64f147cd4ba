import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { generateCity } from "@yanta/directory-contract/generate";
import type { Content } from "../../api/entry.ts";
import { type CkanServer, startCkanServer } from "../../testing/ckan-server.ts";
import { type MadeService, startMadeService } from "../../testing/made-service.ts";
import { type Exchange, startExchange } from "../exchange.ts";
import { readImportTable } from "../spreadsheet/import-table.ts";
import { readTable } from "../spreadsheet/read-table.ts";
import { harvestSource } from "./harvest-source.ts";

const city = generateCity(9, { departments: 3, districts: 0, systems: 2, entries: 4 });
const [own, other] = city.departments.slice(1).map(({ code }) => code);

describe("harvested drafts", { timeout: 180_000 }, () => {
  let ckan: CkanServer;
  let made: MadeService;
  let exchange: Exchange;
  const nowSeconds = (): number => 1_900_000_000;
  before(async () => {
    ckan = await startCkanServer();
    const times = ["2026-01-01T00:00:00.000000", "2026-01-02T00:00:00.000000", "2026-01-03T00:00:00.000000"];
    for (const [number, metadata_modified] of times.entries())
      ckan.datasets.push({ id: `d${number}`, title: `数据集${number}`, metadata_modified });
    const base = { kind: "ckan", url: ckan.url, provider: own, catalogue: "C1", category: "307003001" };
    const source = harvestSource.parse({ name: "portal", allow_private: true, ...base });
    made = await startMadeService(city, async (store) => {
      const onFailure = (error: unknown): void => assert.fail(String(error));
      const config = { harvest: [source], webhooks: [] };
      exchange = await startExchange({ store, config, chainId: "c", height: () => 0, nowSeconds, onFailure });
      return { exchange };
    });
    await exchange.harvester.ask("portal");
  });
  after(async () => {
    assert.deepEqual(made.failures, []);
    await exchange.close();
    await made.close();
    ckan.close();
  });

  const get = (path: string, token: string) =>
    made.server.inject({ url: `/api/v1/harvests${path}`, headers: { authorization: `Bearer ${token}` } });

  it("wait for a member of the department, who signs them as an import", async () => {
    const token = await made.logIn(own ?? "", ["provider"]);
    const { items } = (await get("", token)).json<{ items: { name: string; drafts: number; fault: string }[] }>();
    assert.deepEqual(
      items.map(({ name, drafts, fault }) => [name, drafts, fault]),
      [["portal", 3, ""]],
    );
    const page = async (query: string) =>
      (await get(`/portal/drafts${query}`, token)).json<{ items: Content[]; next: string | null }>();
    const first = await page("?limit=2");
    const second = await page(`?limit=2&after=${first.next}`);
    assert.deepEqual(
      [...first.items, ...second.items].map(({ name }) => name),
      ["数据集0", "数据集1", "数据集2"],
    );
    const file = await get("/portal/drafts/export", token);
    const { entries, faults } = readImportTable(await readTable(file.rawPayload), own ?? "");
    assert.deepEqual(faults, []);
    assert.deepEqual(entries, [...first.items, ...second.items]);

    // The chain has the first one now, as somebody corrected it: it waits no longer until its source changes.
    const content = { ...(first.items[0] ?? assert.fail()), name: "核对后的名称" };
    await made.write([{ key: "content#307003001_2f900000001.000001", value: content }]);
    // Made blocks are older than the harvest; a block of the chain would be younger.
    await made.store.query("UPDATE contents SET at = $1 WHERE code = $2", [nowSeconds() + 1, content.code]);
    assert.deepEqual(
      (await page("")).items.map(({ name }) => name),
      ["数据集1", "数据集2"],
    );
  });

  it("are nobody else's business", async () => {
    const stranger = await made.logIn(other ?? "", ["provider"]);
    assert.deepEqual((await get("", stranger)).json(), { items: [] });
    for (const path of ["/portal/drafts", "/portal/drafts/export", "/nothing/drafts"])
      assert.equal((await get(path, stranger)).statusCode, 404, path);
    assert.equal((await get("/portal/drafts", "")).statusCode, 401);
  });
});
