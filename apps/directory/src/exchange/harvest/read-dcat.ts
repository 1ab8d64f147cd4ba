import jsonld from "jsonld";
import { DataFactory, Parser, type Quad, Store } from "n3";
import { prefixes } from "../dcat/graph.ts";
import { exchangeErrors } from "../errors.ts";
import type { OutsideAnswer } from "../outside/call-outside.ts";
import { pageDatasetsMax, pageQuadsMax } from "./limits.ts";
import { lastWord, parseJson } from "./read-ckan.ts";
import type { RemoteDataset, RemotePage } from "./remote-dataset.ts";

const { dcat, dct, rdfs, csvw, hydra } = prefixes;
const rdfType = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

export interface DcatPage extends RemotePage {
  /** Address of the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** Media types that are asked for; RDF/XML and HTML are not read. */
export const dcatAccept = "text/turtle, application/ld+json;q=0.9, application/n-triples;q=0.8";

/**
 * Reads a DCAT catalogue: Turtle, N-Triples, or JSON-LD whose context is in the document (nothing is fetched). The next page is named by Hydra or a Link header and
 * must be of the same origin. Errors: DIRECTORY_EXCHANGE_ANSWER.
 */
export async function readDcat(answer: OutsideAnswer): Promise<DcatPage> {
  const store = await readGraph(answer);
  const subjects = store.getSubjects(rdfType, `${dcat}Dataset`, null);
  if (subjects.length > pageDatasetsMax) throw refuse(answer.url, `more than ${pageDatasetsMax} data sets in a page`);
  const lists = store.extractLists();
  const found = subjects.map(({ value, termType }) =>
    termType === "NamedNode" ? toRemote(store, lists, value) : undefined,
  );
  const datasets = found.filter((each) => each !== undefined);
  return { datasets, refused: found.length - datasets.length, next: nextOf(store, answer) };
}

async function readGraph({ url, type, body }: OutsideAnswer): Promise<Store> {
  if (type === "application/ld+json" || type === "application/json") return readJsonLd(url, parseJson(url, body));
  if (type !== "text/turtle" && type !== "application/n-triples")
    throw refuse(url, `${type || "an unnamed type"} is not read; ${dcatAccept} are`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch (error) {
    throw refuse(url, "no UTF-8", error);
  }
  return readTurtle(text, url, type);
}

/** The parser calls back later on, where nothing may be thrown; what is too much is read over. */
function readTurtle(text: string, url: string, format: string): Promise<Store> {
  const store = new Store();
  let count = 0;
  return new Promise((done, fail) => {
    new Parser({ baseIRI: url, format }).parse(text, (error, quad) => {
      if (error !== null && error !== undefined) return fail(refuse(url, "no Turtle", error));
      if (quad !== null && quad !== undefined) {
        if (++count <= pageQuadsMax) store.addQuad(quad);
        return undefined;
      }
      return count > pageQuadsMax ? fail(tooMany(url)) : done(store);
    });
  });
}

async function readJsonLd(url: string, document: unknown): Promise<Store> {
  const store = new Store();
  let quads: readonly Quad[];
  try {
    quads = (await jsonld.toRDF(document as object, {
      base: url,
      documentLoader: () => Promise.reject(new Error("contexts are not fetched")),
    })) as readonly Quad[];
  } catch (error) {
    throw refuse(url, "no JSON-LD with its context inside", error);
  }
  if (quads.length > pageQuadsMax) throw tooMany(url);
  for (const quad of quads) store.addQuad(toQuad(quad));
  return store;
}

/** Statements of jsonld are plain objects; n3 wants its own. */
function toQuad({ subject, predicate, object }: Quad): Quad {
  const { namedNode, blankNode, literal, quad } = DataFactory;
  const name = (term: { termType: string; value: string }) =>
    term.termType === "BlankNode" ? blankNode(term.value) : namedNode(term.value);
  const value =
    object.termType === "Literal"
      ? literal(object.value, object.language || namedNode(object.datatype.value))
      : name(object);
  return quad(name(subject), namedNode(predicate.value), value);
}

function tooMany(url: string): Error {
  return refuse(url, `more than ${pageQuadsMax} statements in a page`);
}

type Lists = ReturnType<Store["extractLists"]>;

function toRemote(store: Store, lists: Lists, subject: string): RemoteDataset | undefined {
  const title = textOf(store, subject, `${dct}title`);
  if (title === "") return undefined;
  const distributions = store.getObjects(subject, `${dcat}distribution`, null);
  const formats = distributions.flatMap((each) =>
    [`${dct}format`, `${dcat}mediaType`].flatMap((name) =>
      store.getObjects(each, name, null).map((format) => textOf(store, format.value, `${rdfs}label`) || format.value),
    ),
  );
  return {
    id: textOf(store, subject, `${dct}identifier`) || subject,
    title,
    description: textOf(store, subject, `${dct}description`),
    modified: textOf(store, subject, `${dct}modified`),
    formats: formats.map((format) => lastWord(format).toLowerCase()),
    frequency: lastWord(textOf(store, subject, `${dct}accrualPeriodicity`)),
    access: lastWord(textOf(store, subject, `${dct}accessRights`)),
    items:
      columnsOf(store, lists, subject) ??
      distributions.map((each) => textOf(store, each.value, `${dct}title`)).filter((name) => name !== ""),
  };
}

/** Names of the columns of the schema that a data set conforms to; undefined without one. */
function columnsOf(store: Store, lists: Lists, subject: string): readonly string[] | undefined {
  for (const schema of store.getObjects(subject, `${dct}conformsTo`, null))
    for (const list of store.getObjects(schema, `${csvw}column`, null)) {
      const columns = lists[list.value] ?? [list];
      const names = columns.map((column) => store.getObjects(column, `${csvw}name`, null)[0]?.value ?? "");
      if (names.some((name) => name !== "")) return names.filter((name) => name !== "");
    }
  return undefined;
}

/** One value of a property: Chinese, or else the first. */
function textOf(store: Store, subject: string, name: string): string {
  const objects = [
    ...store.getObjects(DataFactory.namedNode(subject), name, null),
    ...store.getObjects(DataFactory.blankNode(subject), name, null),
  ];
  const chinese = objects.find((each) => each.termType === "Literal" && each.language.startsWith("zh"));
  return (chinese ?? objects[0])?.value ?? "";
}

function nextOf(store: Store, { link, url }: OutsideAnswer): string | undefined {
  const header = /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(link)?.[1];
  const named = ["next", "nextPage"].flatMap((name) => store.getObjects(null, hydra + name, null))[0]?.value;
  const found = header ?? named;
  if (found === undefined) return undefined;
  const next = URL.parse(found, url);
  if (next === null || next.origin !== new URL(url).origin) throw refuse(url, "the next page is on another host");
  return next.href;
}

function refuse(url: string, reason: string, cause?: unknown): Error {
  return exchangeErrors.create("DIRECTORY_EXCHANGE_ANSWER", { url, reason }, cause);
}
