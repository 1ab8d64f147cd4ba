import type { Content } from "../../api/entry.ts";
import { basePath } from "../../api/base-path.ts";
import { entryCodeToPath } from "../../api/values.ts";
import { formats, itemTypes } from "../../portal/words.ts";
import { en, type GraphNode, type GraphValue, instant, iri, node, plain, type PrefixedName, zh } from "./graph.ts";

/** A published entry with what the index knows of it. */
export interface PublishedEntry {
  readonly content: Content;
  readonly version: number;
  readonly publishedAt: number;
  readonly changedAt: number;
  readonly providerName: string;
  /** Where the version stands on the chain. */
  readonly height: number;
  readonly tx: string;
}

const authority = "http://publications.europa.eu/resource/authority/";

/** 共享类型 → dct:accessRights. Spec: DCAT-AP 3.0, access-right authority table. */
const accessRights: Readonly<Record<number, string>> = { 1: "PUBLIC", 2: "RESTRICTED", 3: "NON_PUBLIC" };

/** 更新周期 → dct:accrualPeriodicity. Spec: DCAT-AP 3.0, frequency authority table. */
const frequencies: Readonly<Record<number, string>> = {
  1: "UPDATE_CONT",
  2: "DAILY",
  3: "WEEKLY",
  4: "MONTHLY",
  5: "QUARTERLY",
  6: "ANNUAL",
};

const xsdOfType: Readonly<Record<string, string>> = {
  N: "decimal",
  Y: "decimal",
  D: "date",
  T: "dateTime",
  L: "boolean",
  B: "double",
  I: "integer",
  F: "float",
};

/** Format 7: what is had through an interface. */
const serviceFormat = 7;

export const chinese = iri(`${authority}language/ZHO`);

/** The address under which an entry is described. */
export function datasetIri(base: string, code: string): string {
  return `${base}${basePath}/dcat/datasets/${entryCodeToPath(code)}`;
}

/** An entry as dcat:Dataset with its distribution or service. Spec: DCAT 3; DCAT-AP 3.0; the mapping of the national metadata is ours (ADR 20). */
export function describeEntry(base: string, entry: PublishedEntry): readonly GraphNode[] {
  const { content, version, publishedAt, changedAt, providerName, height, tx } = entry;
  const id = datasetIri(base, content.code);
  const { condition, basis, type } = content.sharing;
  const rights = [condition, basis].filter((text) => text !== undefined);
  const access = iri(`${authority}access-right/${accessRights[type] ?? "NON_PUBLIC"}`);
  const isShared = type !== 3;
  const dataset: GraphNode = {
    id,
    types: ["dcat:Dataset"],
    properties: [
      ["dct:identifier", [plain(content.code)]],
      ["dct:title", [zh(content.name)]],
      ["dct:description", [zh(content.summary)]],
      ["dct:publisher", [agent(base, content.provider, providerName)]],
      ["dct:accessRights", [access]],
      ["dct:rights", rights.map((text) => statement("dct:RightsStatement", text))],
      ["dct:accrualPeriodicity", one(frequencies[content.cycle]).map((name) => iri(`${authority}frequency/${name}`))],
      ["dct:language", [chinese]],
      ["dct:issued", [instant(publishedAt)]],
      ["dct:modified", [instant(changedAt)]],
      ["dcat:version", [plain(String(version))]],
      ["dct:conformsTo", [iri(`${id}#items`)]],
      ["dct:relation", (content.related ?? []).map((code) => iri(datasetIri(base, code)))],
      ["dct:provenance", [statement("dct:ProvenanceStatement", `block ${height}, transaction ${tx}`)]],
      ["dcat:landingPage", [page(base, content.code)]],
      ["dcat:distribution", isShared ? [iri(`${id}#distribution`)] : []],
    ],
  };
  return [dataset, itemsOf(id, content), ...(isShared ? distributionOf({ base, id, content, access }) : [])];
}

/** A department; its code is the 统一社会信用代码. */
export function agent(base: string, code: string, name: string): GraphValue {
  return node(
    ["foaf:Agent", "foaf:Organization"],
    [
      ["foaf:name", [zh(name)]],
      ["dct:identifier", [plain(code)]],
    ],
    `${base}${basePath}/departments#${code}`,
  );
}

/** The items of an entry as columns of a table, which is also the standard that the data conforms to. */
function itemsOf(id: string, { name, items }: Content): GraphNode {
  const columns = items.map((item) =>
    node(
      ["csvw:Column"],
      [
        ["csvw:name", [plain(item.name)]],
        ["csvw:datatype", [plain(xsdOfType[item.type] ?? "string")]],
        ["dct:type", [plain(item.type)]],
        ["dct:description", one(itemTypes[item.type]).map((words) => zh(words.zh))],
      ],
    ),
  );
  return {
    id: `${id}#items`,
    types: ["dct:Standard", "csvw:Schema"],
    properties: [
      ["dct:title", [zh(`${name}：信息项`)]],
      ["csvw:column", [{ kind: "list", items: columns }]],
    ],
  };
}

interface DistributionSource {
  readonly base: string;
  readonly id: string;
  readonly content: Content;
  readonly access: GraphValue;
}

function distributionOf({ base, id, content, access }: DistributionSource): readonly GraphNode[] {
  const words = formats[content.format];
  const isService = content.format === serviceFormat;
  const distribution: GraphNode = {
    id: `${id}#distribution`,
    types: ["dcat:Distribution"],
    properties: [
      ["dct:title", [zh(content.name)]],
      // The data itself comes through a granted request: the page is where that is asked for.
      ["dcat:accessURL", [page(base, content.code)]],
      [
        "dct:format",
        one(words).map((word) => node(["dct:MediaTypeOrExtent"], [["rdfs:label", [zh(word.zh), en(word.en)]]])),
      ],
      ["dct:accessRights", [access]],
      ["dct:conformsTo", [iri(`${id}#items`)]],
      ["dcat:accessService", isService ? [iri(`${id}#service`)] : []],
    ],
  };
  const service: GraphNode = {
    id: `${id}#service`,
    types: ["dcat:DataService"],
    properties: [
      ["dct:title", [zh(content.name)]],
      ["dcat:endpointURL", [page(base, content.code)]],
      ["dcat:servesDataset", [iri(id)]],
    ],
  };
  return isService ? [distribution, service] : [distribution];
}

function page(base: string, code: string): GraphValue {
  return iri(`${base}/entries/${entryCodeToPath(code)}`);
}

function statement(type: PrefixedName, text: string): GraphValue {
  return node([type], [["rdfs:label", [zh(text)]]]);
}

function one<Value>(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}
