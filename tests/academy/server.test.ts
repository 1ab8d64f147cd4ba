import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createInstance } from "@yanta/academy";
import { createNodeTools, loadLab, loadSolutions, openLabSession } from "@yanta/academy/node";
import { type ServedAcademy, serveAcademy } from "@yanta/academy/server";

const id = "user/01-what-a-ledger-is";

describe("the academy's server", () => {
  let served: ServedAcademy;
  let log: Uint8Array;

  const submit = (body: Uint8Array, query: Readonly<Record<string, string>>, method = "POST"): Promise<Response> =>
    fetch(`${served.address}api/submissions?${new URLSearchParams(query).toString()}`, {
      method,
      ...(method === "POST" && { body: new Blob([body.slice()]) }),
    });

  before(async () => {
    served = await serveAcademy(0);
    const session = await openLabSession(createInstance(id, await loadLab(id), "seed-1"), createNodeTools());
    log = await session.solve((await loadSolutions(id)).solution);
    await session.close();
  });

  after(async () => served.close());

  it("serves page, lessons, labs and contracts, never solutions, with a strict policy", async () => {
    for (const path of ["", "page.js", "courses.json", `labs/${id}.js`, "shelf/fact.wasm", "soljson.js"]) {
      const response = await fetch(served.address + path);
      assert.equal(response.status, 200, path);
      assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'none'; script-src 'self'/);
      await response.arrayBuffer();
    }
    for (const path of [`labs/${id}/../solution.js`, "courses/README.md", "../package.json", "shelf/none.wasm"])
      assert.equal((await fetch(served.address + path)).status, 404, path);
    assert.doesNotMatch(await (await fetch(`${served.address}courses.json`)).text(), /wrongSolutions|bench\.run/);
  });

  it("grades what is submitted, and says no in both languages", async () => {
    const good = await submit(log, { lab: id, seed: "seed-1" });
    assert.equal(good.status, 200);
    const grade = (await good.json()) as { readonly kind: string; readonly passed: boolean };
    assert.deepEqual([grade.kind, grade.passed], ["graded", true]);
    const foreign = (await (await submit(log, { lab: id, seed: "seed-2" })).json()) as {
      readonly code: string;
      readonly message: Readonly<Record<string, string>>;
    };
    assert.equal(foreign.code, "ACADEMY_LOG_FOREIGN");
    assert.match(foreign.message["zh"] ?? "", /[一-龥]/);
    const unknown = await submit(log, { lab: "../../etc", seed: "seed-1" });
    assert.equal(unknown.status, 400);
    assert.equal(((await unknown.json()) as { readonly code: string }).code, "ACADEMY_LAB_UNKNOWN");
    assert.equal((await submit(log, { lab: id, seed: "" })).status, 400);
    assert.equal((await submit(log, {}, "GET")).status, 405);
    const large = await submit(new Uint8Array(5_000_000), { lab: id, seed: "seed-1" }).then(
      ({ status }) => status,
      // The connection may be gone before all was sent.
      () => 413,
    );
    assert.equal(large, 413);
  });
});
