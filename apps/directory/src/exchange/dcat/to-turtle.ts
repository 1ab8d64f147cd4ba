import { DataFactory, Writer, type BlankNode, type NamedNode, type Quad, type Quad_Object } from "n3";
import { expandName, type GraphNode, type GraphValue, type PrefixedName, prefixes } from "./graph.ts";

const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const { namedNode, literal, blankNode, quad } = DataFactory;

/** Nodes as Turtle. Spec: RDF 1.1 Turtle. */
export function toTurtle(nodes: readonly GraphNode[]): string {
  let text = "";
  const writer = new Writer({ prefixes });
  writer.addQuads(toQuads(nodes));
  writer.end((_error, result: string) => {
    text = result;
  });
  return text;
}

/** Nodes as statements. */
export function toQuads(nodes: readonly GraphNode[]): Quad[] {
  const quads: Quad[] = [];
  for (const each of nodes) addNode(each, quads);
  return quads;
}

function addNode({ id, types, properties }: GraphNode, quads: Quad[]): NamedNode | BlankNode {
  const subject = id === undefined ? blankNode() : namedNode(id);
  for (const type of types) quads.push(quad(subject, namedNode(`${rdf}type`), named(type)));
  for (const [name, values] of properties)
    for (const value of values) quads.push(quad(subject, named(name), toObject(value, quads)));
  return subject;
}

function toObject(value: GraphValue, quads: Quad[]): Quad_Object {
  switch (value.kind) {
    case "iri":
      return namedNode(value.iri);
    case "text":
      return literal(value.text, value.language);
    case "typed":
      return literal(value.text, named(value.type));
    case "node":
      return addNode(value.node, quads);
    case "list":
      return addList(value.items, quads);
  }
}

function addList(items: readonly GraphValue[], quads: Quad[]): Quad_Object {
  let rest: Quad_Object = namedNode(`${rdf}nil`);
  for (const item of items.toReversed()) {
    const cell = blankNode();
    quads.push(quad(cell, namedNode(`${rdf}first`), toObject(item, quads)));
    quads.push(quad(cell, namedNode(`${rdf}rest`), rest));
    rest = cell;
  }
  return rest;
}

function named(name: PrefixedName) {
  return namedNode(expandName(name));
}
