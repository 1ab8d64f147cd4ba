import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { generateCity } from "@yanta/directory-contract/generate";
import { openIndexStore, prepareSchema, type IndexStore } from "@yanta/index-store";
import { searchQuery } from "../api/search.ts";
import { createDirectoryProjection } from "../projection/directory-projection.ts";
import { cityBlocks, entryWrites, madeBlock, madeContract } from "../testing/made-blocks.ts";
import { districtOf } from "../projection/district.ts";
import { askSearch } from "./ask-search.ts";
import { readQuestion } from "./question.ts";

const city = generateCity(5, { departments: 60, districts: 4, systems: 20, entries: 600 });
const entries = [...city.entries()];

describe("search in an index", { timeout: 180_000 }, () => {
  let store: IndexStore;
  before(async () => {
    store = await openIndexStore({ location: "memory", schema: "test" });
    const projection = createDirectoryProjection(madeContract);
    await prepareSchema(store, projection);
    const blocks = [...cityBlocks(city, 100)];
    await store.transaction((sql) => projection.apply(sql, blocks));
  });
  after(() => store.close());

  const ask = (question: Record<string, string | number>) =>
    askSearch(store, searchQuery.parse({ pageSize: 100, ...question }));
  const nameOf = (code: string | undefined) => entries.find((entry) => entry.code === code)?.name ?? "";

  it("finds every entry whose name holds the words, and those first", async () => {
    for (const words of ["企业登记", "空气质量监测", "教师资格", "许可信息"]) {
      const { codes, total } = await ask({ q: words });
      const { exact } = readQuestion(words);
      const named = entries.filter(({ name }) => name.includes(words)).map(({ code }) => code);
      assert.ok(named.length > 0 && total >= named.length, `${words}: ${total} found, ${named.length} named`);
      const first = codes.slice(0, named.length).map(nameOf);
      const pairs = [...exact.matchAll(/n\/(..)/gu)].map((match) => match[1] ?? "");
      for (const name of first)
        for (const pair of pairs) assert.ok(name.includes(pair), `${words}: ${name} comes first`);
    }
  });

  it("finds a single character wherever it stands in a word", async () => {
    const { total } = await ask({ q: "税" });
    const holding = entries.filter(({ name, summary }) => `${name}${summary}`.includes("税"));
    assert.equal(total, holding.length);
  });

  it("finds by English words and other words of the same meaning", async () => {
    const { codes, question } = await ask({ q: "Teachers" });
    assert.deepEqual(question.words, ["teacher"]);
    assert.match(nameOf(codes[0]), /教师/);
  });

  it("finds an entry by its code, and some of the words when no entry has all", async () => {
    const [entry] = entries;
    assert.deepEqual((await ask({ q: entry?.code ?? "" })).codes, [entry?.code]);
    const { codes } = await ask({ q: "教师资格 不动产登记" });
    assert.match(nameOf(codes[0]), /教师资格|不动产登记/);
    assert.equal((await ask({ q: "火星殖民" })).total, 0);
  });

  it("counts facets of what was found, and filters by them", async () => {
    const all = await ask({});
    assert.equal(all.total, entries.length);
    for (const [name, values] of Object.entries(all.facets))
      assert.equal(
        values.reduce((sum, { count }) => sum + count, 0),
        entries.length,
        name,
      );
    const shared = await ask({ sharing: "1,2" });
    assert.equal(shared.total, entries.filter(({ sharing }) => sharing.type < 3).length);
    const department = city.departments[3]?.code ?? "";
    const own = await ask({ department, q: "登记" });
    assert.deepEqual(
      own.facets.department.map(({ value }) => value),
      [department],
    );
    const districts = new Set(city.departments.map(({ name, level }) => districtOf(name, level)));
    assert.deepEqual(new Set(all.facets.district.map(({ value }) => value)), districts);
  });

  it("turns pages without a double or a gap", async () => {
    const seen: string[] = [];
    for (const page of [1, 2, 3]) seen.push(...(await ask({ q: "管理", page, pageSize: 50 })).codes);
    assert.equal(new Set(seen).size, 150);
  });

  it("takes hostile questions as words", async () => {
    for (const q of ["'", "\\", "' | !!", "a & b", "():*", "％＿", "\ud800", "'; DROP TABLE search; --", "<script>"])
      await ask({ q });
    assert.equal((await ask({})).total, entries.length);
  });

  it("finds a new version instead of the old one, and nothing that is not published", async () => {
    const [entry] = entries;
    assert.ok(entry);
    const projection = createDirectoryProjection(madeContract);
    const [record, content] = entryWrites({ ...entry, name: "极光观测记录" }, 900);
    assert.ok(record && content && typeof record.value === "object");
    const code = { key: content.key.replace("000001", "000002"), value: content.value };
    const next = { ...record.value, version: 2, publishedVersion: 2, lastPublished: 2 };
    await store.transaction((sql) => projection.apply(sql, [madeBlock(900, [{ ...record, value: next }, code])]));
    assert.deepEqual((await ask({ q: "极光" })).codes, [entry.code]);
    const gone = { ...next, publishedVersion: 0, state: 23 };
    await store.transaction((sql) => projection.apply(sql, [madeBlock(901, [{ ...record, value: gone }])]));
    assert.equal((await ask({ q: "极光" })).total, 0);
  });
});
