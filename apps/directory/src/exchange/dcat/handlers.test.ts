import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { generateCity } from "@yanta/directory-contract/generate";
import jsonld from "jsonld";
import { Parser, type Quad, Store } from "n3";
import Validator from "rdf-validate-shacl";
import { type MadeService, startMadeService } from "../../testing/made-service.ts";

const city = generateCity(11, { departments: 8, districts: 2, systems: 4, entries: 240 });
const codes = [...city.entries()].map(({ code }) => code);
const path = (code: string): string => code.replace("/", "-");
const dcat = "http://www.w3.org/ns/dcat#";
const dct = "http://purl.org/dc/terms/";
const shapes = new Store(new Parser().parse(readFileSync(new URL("dcat-ap-shapes.ttl", import.meta.url), "utf8")));
const validator = new Validator(shapes);

/** Violations as text; none for a good graph. */
async function violations(quads: readonly Quad[]): Promise<readonly string[]> {
  const { results } = await validator.validate(new Store([...quads]));
  return results.map(({ focusNode, path: way }) => `${focusNode?.value} ${way?.value}`);
}

describe("the catalogue as DCAT", { timeout: 180_000 }, () => {
  let made: MadeService;
  before(async () => {
    made = await startMadeService(city, async () => ({ publicUrl: "https://data.example" }));
  });
  after(async () => {
    assert.deepEqual(made.failures, []);
    await made.close();
  });

  const get = (url: string, accept = "") => made.server.inject({ url, headers: accept === "" ? {} : { accept } });
  const turtle = async (url: string): Promise<Quad[]> => {
    const { statusCode, body, headers } = await get(url, "text/turtle");
    assert.equal(statusCode, 200, body);
    assert.equal(headers["content-type"], "text/turtle; charset=utf-8");
    return new Parser().parse(body);
  };

  it("conforms to the shapes of DCAT-AP, every page and dataset", async () => {
    let url: string | undefined = "/api/v1/dcat/catalog";
    const seen: string[] = [];
    let pages = 0;
    while (url !== undefined) {
      const quads: Quad[] = await turtle(url);
      assert.deepEqual(await violations(quads), []);
      const store: Store = new Store(quads);
      seen.push(...store.getObjects(null, `${dcat}dataset`, null).map(({ value }) => value));
      const [next] = store.getObjects(null, "http://www.w3.org/ns/hydra/core#next", null);
      url = next?.value.replace("https://data.example", "");
      pages++;
    }
    assert.equal(pages, 3);
    const all = codes.map((code) => `https://data.example/api/v1/dcat/datasets/${path(code)}`);
    assert.deepEqual(seen, all.toSorted());
  });

  it("is refused by the shapes when something mandatory is missing", async () => {
    const quads = await turtle(`/api/v1/dcat/datasets/${path(codes[0] ?? "")}`);
    for (const name of [`${dct}title`, `${dct}accessRights`, `${dct}publisher`, "http://xmlns.com/foaf/0.1/name"]) {
      const less = quads.filter(({ predicate }) => predicate.value !== name);
      assert.notDeepEqual(await violations(less), [], name);
    }
  });

  it("says the same as JSON-LD, as an independent processor reads it", async () => {
    const url = "/api/v1/dcat/catalog";
    const answer = await get(url, "application/ld+json");
    assert.equal(answer.headers["content-type"], "application/ld+json");
    assert.match(String(answer.headers["link"]), /^<https:\/\/data\.example\/.*after=.*>; rel="next"$/);
    const canonize = (input: string | object, format?: "application/n-quads") =>
      jsonld.canonize(
        input as object,
        {
          algorithm: "RDFC-1.0",
          ...(format === undefined ? {} : { inputFormat: format }),
          documentLoader: () => Promise.reject(new Error("nothing is fetched")),
        } as object,
      );
    const { Writer } = await import("n3");
    const lines = new Writer({ format: "N-Quads" }).quadsToString(await turtle(url));
    assert.equal(await canonize(answer.json()), await canonize(lines, "application/n-quads"));
  });

  it("maps the national metadata", async () => {
    const entry = [...city.entries()].find(({ format, sharing }) => format === 7 && sharing.type === 2);
    assert.ok(entry, "the city has a service that is shared on conditions");
    const store = new Store(await turtle(`/api/v1/dcat/datasets/${path(entry.code)}`));
    const id = `https://data.example/api/v1/dcat/datasets/${path(entry.code)}`;
    const object = (name: string, subject = id) => store.getObjects(subject, name, null)[0]?.value;
    assert.equal(object(`${dct}identifier`), entry.code);
    assert.equal(object(`${dct}title`), entry.name);
    assert.match(object(`${dct}accessRights`) ?? "", /RESTRICTED$/);
    assert.equal(object(`${dcat}accessService`, `${id}#distribution`), `${id}#service`);
    const rights = store.getObjects(null, "http://www.w3.org/2000/01/rdf-schema#label", null).map(({ value }) => value);
    assert.ok(rights.includes(entry.sharing.condition ?? "?"));
    const names = store.getObjects(null, "http://www.w3.org/ns/csvw#name", null).map(({ value }) => value);
    assert.deepEqual(new Set(names), new Set(entry.items.map(({ name }) => name)));
  });

  it("negotiates, and says what there is when nothing fits", async () => {
    const url = `/api/v1/dcat/datasets/${path(codes[0] ?? "")}`;
    const typeOf = async (accept: string) => (await get(url, accept)).headers["content-type"];
    assert.equal(await typeOf(""), "application/ld+json");
    assert.equal(await typeOf("*/*"), "application/ld+json");
    assert.equal(await typeOf("application/ld+json;q=0.5, text/turtle"), "text/turtle; charset=utf-8");
    assert.equal(await typeOf("text/*;q=0.9, application/ld+json;q=0.1"), "text/turtle; charset=utf-8");
    assert.equal(
      (await get(`${url}?format=ttl`, "application/ld+json")).headers["content-type"],
      "text/turtle; charset=utf-8",
    );
    const refused = await get(url, "application/rdf+xml");
    assert.deepEqual([refused.statusCode, refused.json<{ code: string }>().code], [406, "DIRECTORY_EXCHANGE_FORMAT"]);
    assert.equal((await get("/api/v1/dcat/datasets/999999-1")).statusCode, 404);
    assert.equal((await get("/api/v1/dcat/catalog?after=x")).statusCode, 400);
  });

  it("shows nothing that is not published, and what is new since a time", async () => {
    const [code = ""] = codes;
    const since = await get("/api/v1/dcat/catalog?since=1900000000&format=ttl");
    assert.equal(new Store(new Parser().parse(since.body)).countQuads(null, `${dcat}dataset`, null, null), 0);
    const record = { code, provider: city.departments[0]?.code, version: 1, state: 23, publishedVersion: 0 };
    const rest = { lastPublished: 1, publishedAt: 0, revision: 9, at: 1_772_413_300, hands: [] };
    const clock = { rule: "", startedAt: 0, days: 0, due: 0, isPaused: false, isProvisional: false };
    await made.write([{ key: `entry#${code.replace("/", "_2f")}`, value: { ...record, ...rest, clock } }]);
    assert.equal((await get(`/api/v1/dcat/datasets/${path(code)}`)).statusCode, 404);
  });

  it("keeps hostile texts and hosts inside their place", async () => {
    const [entry] = [...city.entries()].slice(5);
    assert.ok(entry);
    const name = '"@zh . <urn:x> <urn:y> <urn:z> . "\n\\';
    await made.write([{ key: `content#${entry.code.replace("/", "_2f")}.000001`, value: { ...entry, name } }]);
    const store = new Store(await turtle(`/api/v1/dcat/datasets/${path(entry.code)}`));
    assert.equal(store.countQuads("urn:x", null, null, null), 0);
    assert.ok(store.getObjects(null, `${dct}title`, null).some(({ value }) => value === name));
  });
});
