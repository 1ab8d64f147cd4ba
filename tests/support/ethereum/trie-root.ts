import { concatBytes, hexToBytes } from "@yanta/bytes";
import { keccak256 } from "@yanta/crypto";
import { encodeRlp, type RlpValue } from "./rlp.ts";

/** Root of a trie without entries. */
export const emptyTrieRoot = keccak256(Uint8Array.of(0x80));

export interface TrieEntry {
  /** Hex digits of the key; all keys of a trie are equally long. */
  readonly key: string;
  readonly value: Uint8Array;
}

/** Root hash of Ethereum's Merkle Patricia trie over some entries with distinct keys. Spec: yellow paper appendix D. */
export function trieRoot(entries: readonly TrieEntry[]): Uint8Array {
  if (entries.length === 0) return emptyTrieRoot;
  const sorted = entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return keccak256(encodeRlp(buildNode(sorted, 0)));
}

/** The node over entries that agree in the first `depth` digits. */
function buildNode(entries: readonly TrieEntry[], depth: number): RlpValue {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return new Uint8Array(0);
  if (entries.length === 1) return [encodePath(first.key.slice(depth), true), first.value];
  let shared = depth;
  while (first.key[shared] === last.key[shared]) shared++;
  if (shared > depth) return [encodePath(first.key.slice(depth, shared), false), refer(buildNode(entries, shared))];
  const branch: RlpValue[] = [];
  for (const digit of "0123456789abcdef") {
    const below = entries.filter(({ key }) => key[depth] === digit);
    branch.push(below.length === 0 ? new Uint8Array(0) : refer(buildNode(below, depth + 1)));
  }
  return [...branch, new Uint8Array(0)];
}

/** A node inside another: itself when it is short, else its hash. */
function refer(node: RlpValue): RlpValue {
  const encoded = encodeRlp(node);
  return encoded.length < 32 ? node : keccak256(encoded);
}

/** Hex-prefix encoding of a path. */
function encodePath(digits: string, isLeaf: boolean): Uint8Array {
  const flag = isLeaf ? 2 : 0;
  const isOdd = digits.length % 2 === 1;
  const head = isOdd ? `${flag + 1}${digits[0]}` : `${flag}0`;
  return concatBytes(
    hexToBytes(head) ?? new Uint8Array(0),
    hexToBytes(isOdd ? digits.slice(1) : digits) ?? new Uint8Array(0),
  );
}
