import type { Random } from "../../support/random.ts";

/** Values at which readers of parameters go wrong. */
const edgeValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  "",
  "0x",
  "0x0",
  "0x00",
  "0xg",
  "0X1",
  `0x${"f".repeat(16)}`,
  `0x${"f".repeat(64)}`,
  `0x${"f".repeat(65)}`,
  "latest",
  "earliest",
  "pending",
  "雁\0",
  [],
  {},
  [[]],
  { blockHash: `0x${"0".repeat(64)}` },
  { blockNumber: "0x1" },
];
const edgeNames = ["__proto__", "constructor", "toString", "data", "input", "from", "to", "fromBlock", "toBlock"];
const depthMax = 6;

/** A JSON value with one to three of its parts changed, left out, doubled or put under another name, at any depth. */
export function mutateJson(value: unknown, random: Random): unknown {
  let changed = value;
  for (let count = 1 + random.below(3); count > 0; count--) changed = mutateOnce(changed, random, depthMax);
  return changed;
}

function mutateOnce(value: unknown, random: Random, depth: number): unknown {
  if (depth === 0 || random.below(5) === 0) return random.pick(edgeValues);
  if (Array.isArray(value)) return mutateList(value, random, depth);
  if (typeof value === "object" && value !== null) return mutateObject(value, random, depth);
  return typeof value === "string" ? mutateHex(value, random) : random.pick(edgeValues);
}

function mutateList(list: readonly unknown[], random: Random, depth: number): unknown[] {
  const at = random.below(list.length + 1);
  switch (random.below(4)) {
    case 0:
      return list.toSpliced(at, 1);
    case 1:
      return list.toSpliced(at, 0, random.pick([...list, ...edgeValues]));
    default:
      return at === list.length
        ? [...list, random.pick(edgeValues)]
        : list.with(at, mutateOnce(list[at], random, depth - 1));
  }
}

function mutateObject(object: object, random: Random, depth: number): object {
  const entries = Object.entries(object);
  const at = random.below(entries.length + 1);
  const [name, value] = entries[at] ?? [random.pick(edgeNames), random.pick(edgeValues)];
  switch (random.below(4)) {
    case 0:
      return Object.fromEntries(entries.toSpliced(at, 1));
    case 1:
      return Object.fromEntries([...entries, [random.pick(edgeNames), value]]);
    default:
      return Object.fromEntries([...entries.toSpliced(at, 1), [name, mutateOnce(value, random, depth - 1)]]);
  }
}

function mutateHex(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.pick(["0", "f", "g", "x", "0x", "00", "A", " "]) + text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick(["0", "1", "8", "f"]) + text.slice(at + 1);
    default:
      return text + text.slice(at);
  }
}
