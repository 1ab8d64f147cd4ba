import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type City, forkCity, openCity, start, type Values } from "./city.ts";
import { supplier, user } from "./people.ts";

describe("directory: duty tree", () => {
  const put = (city: City, id: string, kind: string, parent = "", changes: Values = {}) =>
    city.run("root", "putDuty", { id, kind, parent, name: `名 ${id}`, department: supplier, ...changes });
  const refused = async (city: City, id: string, kind: string, parent = "", changes: Values = {}) => {
    const ran = await put(city, id, kind, parent, changes);
    assert.ok(!ran.ok, `${id} was not refused`);
    return ran.message.replace("contract message:", "");
  };

  it("goes from job over duty and catalogue to database and system", async () => {
    const city = await openCity();
    const kinds = ["job", "duty", "catalogue", "database", "system"];
    const parents = {
      "": "job-1",
      job: "job-1",
      duty: "duty-1",
      catalogue: "cat-1",
      database: "db-1",
      system: "sys-1",
    };
    assert.ok((await put(city, "sys-1", "system", "cat-1")).ok);
    assert.ok((await put(city, "db-1", "database", "sys-1")).ok);
    const allowed = new Set(["job ", "duty job", "duty duty", "catalogue duty", "catalogue catalogue"]);
    for (const pair of ["database catalogue", "database system", "system catalogue"]) allowed.add(pair);
    for (const kind of kinds)
      for (const [above, parent] of Object.entries(parents)) {
        const ran = await put(forkCity(city), `new-${kind}`, kind, above === "" ? "" : parent);
        assert.equal(ran.ok, allowed.has(`${kind} ${above}`), `${kind} below ${above}: ${ran.message}`);
        if (!ran.ok) assert.equal(ran.message, `contract message:DIR_FORMAT parent${above === "" ? "" : `: ${above}`}`);
      }
  });

  it("keeps and shows its nodes", async () => {
    const city = await openCity();
    const ran = await put(city, "cat-2", "catalogue", "duty-1");
    assert.deepEqual(ran.events, [["dutyChanged", "cat-2", "catalogue", "duty-1"]]);
    assert.equal(ran.text, "cat-2");
    assert.deepEqual(await city.json("getDuty", { id: "cat-2" }), {
      id: "cat-2",
      kind: "catalogue",
      parent: "duty-1",
      name: "名 cat-2",
      department: supplier,
      revision: 1,
      at: Number(start),
    });
    assert.deepEqual(await city.json("getDutiesBelow", { parent: "duty-1" }), ["cat-1", "cat-2"]);
    assert.deepEqual(await city.json("getDutiesBelow", { parent: "duty-1", start: 1 }), ["cat-2"]);
    assert.deepEqual(await city.json("getDutiesBelow", { parent: "duty-1", count: 1 }), ["cat-1"]);
    assert.deepEqual(await city.json("getDutiesBelow", { parent: "cat-1" }), []);
    assert.equal(await city.asks("getDuty", { id: "x" }), "DIR_NONE id: x");
  });

  it("moves a node with all below it, and notes from where to where", async () => {
    const city = await openCity();
    await put(city, "duty-2", "duty", "job-1");
    city.host.now += 60n;
    assert.ok((await put(city, "cat-1", "catalogue", "duty-2", { name: "改名" })).ok);
    assert.partialDeepStrictEqual(await city.json("getDuty", { id: "cat-1" }), {
      id: "cat-1",
      kind: "catalogue",
      parent: "duty-2",
      name: "改名",
      revision: 2,
      at: Number(start + 60n),
      department: supplier,
    });
    assert.deepEqual(await city.json("getDutiesBelow", { parent: "duty-1" }), []);
    assert.deepEqual(await city.json("getDutiesBelow", { parent: "duty-2" }), ["cat-1"]);
    const deeds = await city.json<{ action: string; from: string; to: string }[]>("deedsOf", { subject: "duty.cat-1" });
    assert.deepEqual(
      deeds.map(({ action, from, to }) => [action, from, to]),
      [
        ["putDuty", "", "duty-1"],
        ["putDuty", "duty-1", "duty-2"],
      ],
    );
    assert.ok((await put(city, "job-1", "job")).ok);
  });

  it("refuses cycles of any length", async () => {
    const city = await openCity();
    for (let i = 2; i <= 5; i++) assert.ok((await put(city, `duty-${i}`, "duty", `duty-${i - 1}`)).ok);
    for (let i = 1; i <= 5; i++)
      assert.equal(await refused(city, "duty-1", "duty", `duty-${i}`), `DIR_CYCLE parent: duty-${i}`);
    assert.equal(await refused(city, "duty-3", "duty", "duty-5"), "DIR_CYCLE parent: duty-5");
    assert.ok((await put(city, "duty-3", "duty", "duty-1")).ok);
    assert.ok((await put(city, "duty-2", "duty", "duty-5")).ok);
  });

  it("refuses ways that are too long", async () => {
    const city = await openCity();
    for (let i = 2; i <= 14; i++) assert.ok((await put(city, `duty-${i}`, "duty", `duty-${i - 1}`)).ok, `${i}`);
    assert.ok((await put(city, "duty-15", "duty", "duty-14")).ok);
    assert.equal(await refused(city, "duty-16", "duty", "duty-15"), "DIR_DEPTH parent: duty-15");
  });

  it("names what is wrong with a node", async () => {
    const city = await openCity();
    assert.equal(await refused(city, "", "job"), "DIR_MISSING id");
    assert.equal(await refused(city, "a_b", "job"), "DIR_FORMAT id");
    for (const id of ["a/b", "a`b", "a{b", "a@b", "a[b", "a:b", "岗"])
      assert.equal(await refused(city, id, "job"), "DIR_FORMAT id");
    assert.equal(await refused(city, "x".repeat(65), "job"), "DIR_LENGTH id");
    assert.equal(await refused(city, "13812345678", "job"), "DIR_PHONE id");
    assert.ok((await put(city, "x".repeat(64), "job")).ok);
    assert.ok((await put(city, "azAZ09-", "job")).ok);
    assert.equal(await refused(city, "n", "king"), "DIR_FORMAT kind: king");
    assert.equal(await refused(city, "n", "duty", "nowhere"), "DIR_NONE parent: nowhere");
    assert.equal(await refused(city, "n", "job", "", { name: "" }), "DIR_MISSING name");
    assert.equal(await refused(city, "n", "job", "", { name: "x".repeat(201) }), "DIR_LENGTH name");
    assert.ok((await put(city, "n", "job", "", { name: "x".repeat(200) })).ok);
    assert.equal(await refused(city, "n", "job", "", { department: "x" }), "DIR_NONE department: x");
    assert.equal(await refused(city, "duty-1", "catalogue", "duty-1"), "DIR_CYCLE parent: duty-1");
    assert.equal(await refused(city, "cat-1", "duty", "job-1"), "DIR_DIFFERS kind: catalogue");
    assert.equal(
      await refused(city, "cat-1", "catalogue", "duty-1", { department: user }),
      `DIR_DIFFERS department: ${supplier}`,
    );
    assert.equal(
      await city.refused("editor", "putDuty", { id: "n", kind: "job", name: "x", department: supplier }),
      "DIR_ROLE putDuty: administrator",
    );
  });
});
