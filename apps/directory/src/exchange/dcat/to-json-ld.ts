import { type GraphNode, type GraphValue, prefixes } from "./graph.ts";

type Json = string | { readonly [key: string]: Json | readonly Json[] };

/** Nodes as one JSON-LD document with its own context: readers need not fetch one. Spec: JSON-LD 1.1. */
export function toJsonLd(nodes: readonly GraphNode[]): string {
  return JSON.stringify({ "@context": prefixes, "@graph": nodes.map((each) => nodeToJson(each)) });
}

function nodeToJson({ id, types, properties }: GraphNode): Json {
  const said = properties.filter(([, values]) => values.length > 0);
  return {
    ...(id === undefined ? {} : { "@id": id }),
    "@type": [...types],
    ...Object.fromEntries(said.map(([name, values]) => [name, values.map((value) => valueToJson(value))])),
  };
}

function valueToJson(value: GraphValue): Json {
  switch (value.kind) {
    case "iri":
      return { "@id": value.iri };
    case "text":
      return { "@value": value.text, ...(value.language === undefined ? {} : { "@language": value.language }) };
    case "typed":
      return { "@value": value.text, "@type": value.type };
    case "node":
      return nodeToJson(value.node);
    case "list":
      return { "@list": value.items.map((item) => valueToJson(item)) };
  }
}
