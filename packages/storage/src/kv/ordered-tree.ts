import type { BinaryString } from "@yanta/bytes";

import type { KvEntry, KvRange } from "../interface.ts";
import { treeNodeSizeMax } from "../limits.ts";

interface Leaf {
  readonly kind: "leaf";
  /** Age of the tree when this node was made: a node older than the newest view is copied before a change. */
  readonly age: number;
  readonly keys: BinaryString[];
  readonly values: Uint8Array[];
}

interface Branch {
  readonly kind: "branch";
  readonly age: number;
  /** Smallest key that child i may hold; keys[0] is not used for descending. */
  readonly keys: BinaryString[];
  readonly children: Node[];
}

type Node = Leaf | Branch;

/**
 * Ordered map as a B+ tree. `range` reads a frozen version of the tree: from then on changes copy the nodes they
 * touch, so that iteration sees one consistent view at no cost to writes while nobody iterates.
 */
export class OrderedTree {
  #root: Node = { kind: "leaf", age: 0, keys: [], values: [] };
  #age = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: BinaryString): Uint8Array | undefined {
    let node = this.#root;
    while (node.kind === "branch") node = childAt(node, childIndex(node, key));
    const index = lowerBound(node.keys, key);
    return node.keys[index] === key ? node.values[index] : undefined;
  }

  set(key: BinaryString, value: Uint8Array): void {
    this.#root = this.#own(this.#root);
    const split = this.#insert(this.#root, key, value);
    if (split !== undefined) {
      this.#root = { kind: "branch", age: this.#age, keys: ["", firstKey(split)], children: [this.#root, split] };
    }
  }

  delete(key: BinaryString): void {
    if (this.get(key) === undefined) return;
    this.#root = this.#own(this.#root);
    this.#remove(this.#root, key);
    while (this.#root.kind === "branch" && this.#root.children.length === 1) this.#root = childAt(this.#root, 0);
    if (this.#root.kind === "branch" && this.#root.children.length === 0) {
      this.#root = { kind: "leaf", age: this.#age, keys: [], values: [] };
    }
    this.#size--;
  }

  range(range: KvRange): Iterable<KvEntry> {
    const freeze = (): Node => {
      this.#age++;
      return this.#root;
    };
    return { [Symbol.iterator]: () => (range.reverse === true ? walkDown(freeze(), range) : walkUp(freeze(), range)) };
  }

  /** The node itself if no view can see it, else a copy. */
  #own(node: Node): Node {
    if (node.age === this.#age) return node;
    return node.kind === "leaf"
      ? { ...node, age: this.#age, keys: node.keys.slice(), values: node.values.slice() }
      : { ...node, age: this.#age, keys: node.keys.slice(), children: node.children.slice() };
  }

  /** Inserts below an owned node; a node that grew too large returns its new right half. */
  #insert(node: Node, key: BinaryString, value: Uint8Array): Node | undefined {
    if (node.kind === "leaf") {
      const index = lowerBound(node.keys, key);
      if (node.keys[index] === key) {
        node.values[index] = value;
        return undefined;
      }
      node.keys.splice(index, 0, key);
      node.values.splice(index, 0, value);
      this.#size++;
      if (node.keys.length <= treeNodeSizeMax) return undefined;
      // Keys that arrive in order fill their nodes: only the last entry moves on.
      const from = index === node.keys.length - 1 ? index : treeNodeSizeMax >> 1;
      return { kind: "leaf", age: this.#age, keys: node.keys.splice(from), values: node.values.splice(from) };
    }
    const index = childIndex(node, key);
    const child = this.#own(childAt(node, index));
    node.children[index] = child;
    const split = this.#insert(child, key, value);
    if (split === undefined) return undefined;
    node.keys.splice(index + 1, 0, firstKey(split));
    node.children.splice(index + 1, 0, split);
    if (node.children.length <= treeNodeSizeMax) return undefined;
    const from = index + 1 === node.children.length - 1 ? index + 1 : treeNodeSizeMax >> 1;
    return { kind: "branch", age: this.#age, keys: node.keys.splice(from), children: node.children.splice(from) };
  }

  /** Removes a key that exists below an owned node; empty nodes disappear, small ones stay. */
  #remove(node: Node, key: BinaryString): void {
    if (node.kind === "leaf") {
      const index = lowerBound(node.keys, key);
      node.keys.splice(index, 1);
      node.values.splice(index, 1);
      return;
    }
    const index = childIndex(node, key);
    const child = this.#own(childAt(node, index));
    node.children[index] = child;
    this.#remove(child, key);
    if (child.keys.length === 0) {
      node.keys.splice(index, 1);
      node.children.splice(index, 1);
    }
  }
}

function* walkUp(root: Node, { start, end, limit = Infinity }: KvRange): Generator<KvEntry, void, undefined> {
  if (start >= end) return;
  let left = limit;
  const path: { node: Branch; index: number }[] = [];
  let leaf = descend(root, path, (branch) => childIndex(branch, start));
  let index = lowerBound(leaf.keys, start);
  while (true) {
    for (; index < leaf.keys.length; index++) {
      const key = leaf.keys[index] as BinaryString;
      if (left-- <= 0 || key >= end) return;
      yield [key, leaf.values[index] as Uint8Array];
    }
    while (path.length > 0 && lastOf(path).index + 1 >= lastOf(path).node.children.length) path.pop();
    if (path.length === 0) return;
    const step = lastOf(path);
    step.index++;
    leaf = descend(childAt(step.node, step.index), path, () => 0);
    index = 0;
  }
}

function* walkDown(root: Node, { start, end, limit = Infinity }: KvRange): Generator<KvEntry, void, undefined> {
  if (start >= end) return;
  let left = limit;
  const path: { node: Branch; index: number }[] = [];
  let leaf = descend(root, path, (branch) => childIndex(branch, end));
  let index = lowerBound(leaf.keys, end) - 1;
  while (true) {
    for (; index >= 0; index--) {
      const key = leaf.keys[index] as BinaryString;
      if (left-- <= 0 || key < start) return;
      yield [key, leaf.values[index] as Uint8Array];
    }
    while (path.length > 0 && lastOf(path).index === 0) path.pop();
    if (path.length === 0) return;
    const step = lastOf(path);
    step.index--;
    leaf = descend(childAt(step.node, step.index), path, (branch) => branch.children.length - 1);
    index = leaf.keys.length - 1;
  }
}

function descend(from: Node, path: { node: Branch; index: number }[], choose: (branch: Branch) => number): Leaf {
  let node = from;
  while (node.kind === "branch") {
    const index = choose(node);
    path.push({ node, index });
    node = childAt(node, index);
  }
  return node;
}

/** Index of the first key that is not below `key`. */
function lowerBound(keys: readonly BinaryString[], key: BinaryString): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as BinaryString) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the child that holds `key` if any does. */
function childIndex(branch: Branch, key: BinaryString): number {
  let low = 1;
  let high = branch.keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((branch.keys[middle] as BinaryString) <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function childAt(branch: Branch, index: number): Node {
  return branch.children[index] as Node;
}

function firstKey(node: Node): BinaryString {
  return node.keys[0] as BinaryString;
}

function lastOf<T>(items: readonly T[]): T {
  return items[items.length - 1] as T;
}
