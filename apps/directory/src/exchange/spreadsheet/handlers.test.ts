import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { generateCity } from "@yanta/directory-contract/generate";
import { csvType, type TableCheck, xlsxType } from "../../api/exchange.ts";
import { type MadeService, startMadeService } from "../../testing/made-service.ts";
import { importBytesMax } from "../../service/limits.ts";
import { readImportTable } from "./import-table.ts";
import { readTable } from "./read-table.ts";

const city = generateCity(7, { departments: 6, districts: 2, systems: 4, entries: 60 });
const department = city.departments[1]?.code ?? "";

describe("tables of the service", { timeout: 180_000 }, () => {
  let made: MadeService;
  let token = "";
  before(async () => {
    made = await startMadeService(city);
    token = await made.logIn(department, ["provider"]);
  });
  after(async () => {
    assert.deepEqual(made.failures, []);
    await made.close();
  });

  const get = (url: string) => made.server.inject({ url: `/api/v1${url}` });
  const check = (payload: Buffer, type: string = xlsxType) =>
    made.server.inject({
      method: "POST",
      url: "/api/v1/imports/check",
      headers: { authorization: `Bearer ${token}`, "content-type": type },
      payload,
    });

  it("exports what a search finds, to be imported again", async () => {
    for (const format of ["xlsx", "csv"]) {
      const file = await get(`/search/export?department=${department}&format=${format}`);
      assert.equal(file.statusCode, 200);
      assert.match(String(file.headers["content-disposition"]), /^attachment; filename\*=UTF-8''%E7/);
      const mine = [...city.entries()].filter(({ provider }) => provider === department);
      const { entries, faults } = readImportTable(await readTable(file.rawPayload), department);
      assert.deepEqual(faults, []);
      assert.ok(mine.length > 0);
      assert.deepEqual(
        entries.map((entry) => (entry as { code: string }).code).toSorted(),
        mine.map(({ code }) => code).toSorted(),
      );
      const checked = await check(file.rawPayload, format === "csv" ? csvType : xlsxType);
      assert.equal(checked.json<TableCheck>().entries.length, mine.length);
    }
  });

  it("filters an export as a search, by the data's format, too", async () => {
    const { entries } = readImportTable(await readTable((await get("/search/export?formats=3")).rawPayload), "");
    const wanted = [...city.entries()].filter(({ format }) => format === 3);
    // Of all departments: only the provider of each row is wrong for one who would import it.
    assert.equal(entries.length, 0);
    const csv = (await get("/search/export?formats=3&format=csv")).body;
    assert.equal(csv.split(/\r\n(?=\d{6,}\/)/).length - 1, wanted.length);
  });

  it("never lets an exported text be taken for a formula", async () => {
    const [entry] = [...city.entries()];
    assert.ok(entry);
    const value = { ...entry, name: "=1+1", summary: "+cmd|' /C calc'!A0" };
    await made.write([{ key: `content#${entry.code.replace("/", "_2f")}.000001`, value }]);
    const { body } = await get(`/search/export?q=${encodeURIComponent(entry.code)}&format=csv`);
    assert.match(body, /,"'=1\+1",/);
    assert.match(body, /,"'\+cmd/);
  });

  it("gives templates and names wrong cells, for members only", async () => {
    const template = await get("/templates/entries");
    assert.equal(template.headers["content-type"], xlsxType);
    const empty = (await check(template.rawPayload)).json<TableCheck>();
    assert.deepEqual([empty.entries.length, empty.faults[0]?.cell], [0, "A1"]);
    const csv = await get("/templates/entries?format=csv");
    const { faults } = (await check(csv.rawPayload, csvType)).json<TableCheck>();
    assert.deepEqual(
      faults.map(({ cell, column }) => [cell, column]),
      [["E2", "所属目录"]],
    );
    const unknown = await made.server.inject({ method: "POST", url: "/api/v1/imports/check", payload: "" });
    assert.equal(unknown.statusCode, 401);
  });

  it("refuses files that are too large or of another kind, with a code", async () => {
    const large = await check(Buffer.alloc(importBytesMax + 1));
    assert.deepEqual([large.statusCode, large.json<{ code: string }>().code], [413, "DIRECTORY_SERVICE_TOO_LARGE"]);
    const other = await check(Buffer.from("x"), "image/png");
    assert.deepEqual([other.statusCode, other.json<{ code: string }>().code], [400, "DIRECTORY_SERVICE_INPUT"]);
    const form = await made.server.inject({
      method: "POST",
      url: "/api/v1/login/challenge",
      headers: { "content-type": csvType },
      payload: "uid",
    });
    assert.equal(form.statusCode, 400);
  });
});
