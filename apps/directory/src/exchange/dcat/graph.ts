/** A node of an RDF graph with what is said of it; the order is that in which it was said. */
export interface GraphNode {
  /** Absolute IRI; without it the node is blank and stands where it is named. */
  readonly id?: string;
  /** Prefixed names, such as `dcat:Dataset`. */
  readonly types: readonly PrefixedName[];
  readonly properties: readonly (readonly [PrefixedName, readonly GraphValue[]])[];
}

export type PrefixedName = `${Prefix}:${string}`;

export type GraphValue =
  | { readonly kind: "iri"; readonly iri: string }
  | { readonly kind: "text"; readonly text: string; readonly language?: string }
  | { readonly kind: "typed"; readonly text: string; readonly type: PrefixedName }
  | { readonly kind: "node"; readonly node: GraphNode }
  | { readonly kind: "list"; readonly items: readonly GraphValue[] };

/** Prefixes of the vocabularies that are used. */
export const prefixes = {
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  foaf: "http://xmlns.com/foaf/0.1/",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  csvw: "http://www.w3.org/ns/csvw#",
  hydra: "http://www.w3.org/ns/hydra/core#",
} as const;

export type Prefix = keyof typeof prefixes;

export function expandName(name: PrefixedName): string {
  const colon = name.indexOf(":");
  return prefixes[name.slice(0, colon) as Prefix] + name.slice(colon + 1);
}

export const iri = (value: string): GraphValue => ({ kind: "iri", iri: value });
export const zh = (text: string): GraphValue => ({ kind: "text", text, language: "zh" });
export const en = (text: string): GraphValue => ({ kind: "text", text, language: "en" });
export const plain = (text: string): GraphValue => ({ kind: "text", text });
export const node = (types: GraphNode["types"], properties: GraphNode["properties"], id?: string): GraphValue => ({
  kind: "node",
  node: { types, properties, ...(id === undefined ? {} : { id }) },
});

export function whole(value: number): GraphValue {
  return { kind: "typed", text: String(value), type: "xsd:integer" };
}

export function instant(unixSeconds: number): GraphValue {
  return { kind: "typed", text: new Date(unixSeconds * 1000).toISOString(), type: "xsd:dateTime" };
}
