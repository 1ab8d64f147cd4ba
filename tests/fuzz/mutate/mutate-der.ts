import type { Random } from "../../support/random.ts";
import { join, mutateBytes } from "./mutate-bytes.ts";

interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
}

const tags = [0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0x80, 0xa0, 0xa3, 0x1f, 0xff];
const nestingMax = 8;

/** A DER structure with one or two of its elements changed at any depth; lengths around them stay right most of the time. */
export function mutateDer(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = bytes;
  for (let count = 1 + random.below(2); count > 0; count--) changed = mutateElements(changed, random, nestingMax);
  return changed;
}

function mutateElements(bytes: Uint8Array, random: Random, depth: number): Uint8Array {
  const nodes = splitElements(bytes);
  if (nodes === undefined || nodes.length === 0 || random.below(16) === 0) return mutateBytes(bytes, random);
  const index = random.below(nodes.length);
  const node = nodes[index];
  if (node === undefined) return bytes;
  const isConstructed = (node.tag & 0x20) !== 0;
  if (isConstructed && depth > 0 && random.below(6) > 0) {
    nodes[index] = { ...node, content: mutateElements(node.content, random, depth - 1) };
  } else {
    changeNodes(nodes, index, node, random);
  }
  return join(...nodes.map((each) => writeNode(each, random)));
}

function changeNodes(nodes: DerNode[], index: number, node: DerNode, random: Random): void {
  switch (random.below(7)) {
    case 0:
      nodes.splice(index, 1);
      break;
    case 1:
      nodes.splice(index, 0, node);
      break;
    case 2:
      nodes[index] = { ...node, tag: random.pick(tags) };
      break;
    case 3:
      nodes[index] = { ...node, content: mutateBytes(node.content, random) };
      break;
    case 4:
      nodes[index] = { ...node, content: new Uint8Array(0) };
      break;
    case 5:
      nodes[index] = { ...node, content: random.bytes(random.below(200)) };
      break;
    default: {
      let nested = node;
      for (let count = random.below(100); count > 0; count--)
        nested = { tag: 0x30, content: writeNode(nested, random) };
      nodes[index] = nested;
    }
  }
}

/** The elements that stand side by side in the bytes; undefined when they are not DER. */
function splitElements(bytes: Uint8Array): DerNode[] | undefined {
  const nodes: DerNode[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1];
    if (first === undefined || (tag & 0x1f) === 0x1f) return undefined;
    let contentStart = at + 2;
    let length = first;
    if (first >= 0x80) {
      const count = first & 0x7f;
      if (count === 0 || count > 3) return undefined;
      length = 0;
      for (const byte of bytes.subarray(contentStart, contentStart + count)) length = length * 256 + byte;
      contentStart += count;
    }
    if (contentStart + length > bytes.length) return undefined;
    nodes.push({ tag, content: bytes.subarray(contentStart, contentStart + length) });
    at = contentStart + length;
  }
  return nodes;
}

function writeNode({ tag, content }: DerNode, random: Random): Uint8Array {
  const wrong = random.below(80) === 0;
  const length = wrong ? random.pick([0, 1, 0x7f, 0x80, content.length + 1, 0xffff, 0x7fff_ffff]) : content.length;
  return join(Uint8Array.of(tag), encodeLength(length, wrong && random.below(2) === 0), content);
}

/** `isLong`: in more bytes than DER allows. */
function encodeLength(length: number, isLong: boolean): Uint8Array {
  if (isLong) return Uint8Array.of(0x84, length >>> 24, length >>> 16, length >>> 8, length);
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  if (length < 0x1_0000) return Uint8Array.of(0x82, length >> 8, length);
  return Uint8Array.of(0x84, length >>> 24, length >>> 16, length >>> 8, length);
}
