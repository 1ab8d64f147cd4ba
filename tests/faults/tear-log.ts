import { closeSync, ftruncateSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import {
  recordHeaderLength,
  recordLength,
  segmentHeaderLength,
} from "../../packages/storage/src/log/segment-format.ts";
import type { Random } from "../support/random.ts";

export const tearKinds = ["truncated", "flipped", "zeroed", "overgrown"] as const;
export type TearKind = (typeof tearKinds)[number];

interface LastRecord {
  readonly path: string;
  readonly height: bigint;
  readonly start: number;
  readonly end: number;
}

/**
 * Damages the last record of a block log as a loss of power may damage bytes that no fsync covered. To be called only when
 * the process died between append and fsync. Returns the height of the record.
 */
export function tearLastRecord(blocksPath: string, kind: TearKind, random: Random): bigint {
  const { path, height, start, end } = findLastRecord(blocksPath);
  const fd = openSync(path, "r+");
  try {
    const at = start + random.below(end - start);
    switch (kind) {
      case "truncated":
        ftruncateSync(fd, at);
        break;
      case "flipped":
        writeSync(fd, Uint8Array.of((readFileSync(path)[at] ?? 0) ^ (1 << random.below(8))), 0, 1, at);
        break;
      case "zeroed":
        writeSync(fd, new Uint8Array(end - at), 0, end - at, at);
        // Zeros over zeros would change nothing: the last byte is made different for certain.
        writeSync(fd, Uint8Array.of((readFileSync(path)[end - 1] ?? 0) ^ 0xff), 0, 1, end - 1);
        break;
      case "overgrown": {
        ftruncateSync(fd, at);
        const garbage = random.bytes(1 + random.below(10_000));
        writeSync(fd, garbage, 0, garbage.length, at);
        break;
      }
      default:
        kind satisfies never;
    }
  } finally {
    closeSync(fd);
  }
  return height;
}

function findLastRecord(blocksPath: string): LastRecord {
  const name = readdirSync(blocksPath)
    .filter((each) => each.endsWith(".seg"))
    .sort()
    .at(-1);
  if (name === undefined) throw new Error(`${blocksPath} has no segment`);
  const path = join(blocksPath, name);
  const bytes = readFileSync(path);
  let start = segmentHeaderLength;
  for (;;) {
    const header = bytes.subarray(start, start + recordHeaderLength);
    const length = recordLength(header);
    if (length === undefined) throw new Error(`${path} has no record at ${start}`);
    const end = start + length;
    if (end >= bytes.length)
      return { path, height: header.readBigUInt64BE(8), start, end: Math.min(end, bytes.length) };
    start = end;
  }
}
