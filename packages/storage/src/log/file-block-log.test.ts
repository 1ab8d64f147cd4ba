import assert from "node:assert/strict";
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";

import type { BlockRecord } from "../interface.ts";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import type { LogPosition } from "./block-log.ts";
import { FileBlockLog } from "./file-block-log.ts";
import { encodeSegmentHeader, recordHeaderLength, segmentHeaderLength } from "./segment-format.ts";

const newFolder = temporaryFolders("log");
const chainId = "chain1";

function record(height: number, size = 20): BlockRecord {
  return {
    height: BigInt(height),
    blockHash: new Uint8Array(32).fill(height),
    blockInfoBytes: new Uint8Array(size).fill(height + 1),
  };
}

/** A closed log of one append for each group of heights. */
async function logOf(
  groups: readonly (readonly number[])[],
  segmentSizeBytes = 1_000_000,
): Promise<{ directory: string; positions: LogPosition[] }> {
  const directory = newFolder();
  const log = new FileBlockLog({ directory, chainId, segmentSizeBytes });
  const positions: LogPosition[] = [];
  for (const group of groups) {
    positions.push(...(await log.append(group.map((height) => record(height)))));
    await log.sync();
  }
  await log.close();
  return { directory, positions };
}

/** Heights found when the log is opened, after which it takes the next block. */
async function recoveredHeights(directory: string): Promise<number[]> {
  const log = new FileBlockLog({ directory, chainId });
  try {
    const heights = [...log.recover(undefined)].map((block) => {
      assert.deepEqual(
        { ...block.record },
        { ...record(Number(block.record.height)), blockInfoBytes: block.record.blockInfoBytes },
      );
      return Number(block.record.height);
    });
    const next = record((heights.at(-1) ?? -1) + 1);
    const [position] = await log.append([next]);
    await log.sync();
    assert.ok(position !== undefined);
    assert.deepEqual(Buffer.from(log.read(position).blockInfoBytes), Buffer.from(next.blockInfoBytes));
    return heights;
  } finally {
    await log.close();
  }
}

const segments = (directory: string): string[] => readdirSync(directory).toSorted();
const onlySegment = (directory: string): string => join(directory, segments(directory)[0] ?? "");

describe("FileBlockLog", () => {
  it("keeps records over segments and reads them at their positions", async () => {
    const { directory, positions } = await logOf([[0], [1, 2], [3], [4], [5]], 250);
    assert.ok(segments(directory).length >= 3);
    const log = new FileBlockLog({ directory, chainId });
    assert.deepEqual(
      [...log.recover(undefined)].map(({ position }) => position),
      positions,
    );
    positions.forEach((position, height) => assert.equal(log.read(position).height, BigInt(height)));
    const third = positions[3];
    assert.ok(third !== undefined);
    assert.deepEqual(
      [...log.recover({ height: 3n, position: third })].map((block) => block.record.height),
      [4n, 5n],
    );
    await log.close();
  });

  it("a torn end is cut at every byte of the last record, and the log goes on", async () => {
    const { directory, positions } = await logOf([[0], [1], [2]]);
    const path = onlySegment(directory);
    const whole = readFileSync(path);
    const last = positions[2]?.offset ?? 0;
    for (let size = last; size < whole.length; size++) {
      writeFileSync(path, whole.subarray(0, size));
      assert.deepEqual(await recoveredHeights(directory), [0, 1], `cut at ${size}`);
    }
  });

  it("an end of zeros or of garbage is cut", async () => {
    const { directory, positions } = await logOf([[0], [1]]);
    const path = onlySegment(directory);
    const whole = readFileSync(path);
    for (const tail of [
      Buffer.alloc(5000),
      Buffer.alloc(300, 0xa5),
      whole.subarray(positions[1]?.offset, whole.length - 1),
    ]) {
      writeFileSync(path, Buffer.concat([whole, tail]));
      assert.deepEqual(await recoveredHeights(directory), [0, 1]);
      writeFileSync(path, whole);
    }
    writeFileSync(
      path,
      Buffer.concat([
        whole.subarray(0, positions[1]?.offset),
        Buffer.alloc(whole.length - (positions[1]?.offset ?? 0)),
      ]),
    );
    assert.deepEqual(await recoveredHeights(directory), [0]);
  });

  it("a flipped bit in any durable record is reported, whichever byte it hits", async () => {
    const { directory, positions } = await logOf([[0], [1], [2]]);
    const path = onlySegment(directory);
    const whole = readFileSync(path);
    for (let at = 0; at < (positions[2]?.offset ?? 0); at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(path, bytes);
      await assert.rejects(recoveredHeights(directory), { code: "STORAGE_LOG_DAMAGED" }, `byte ${at}`);
      assert.equal(statSync(path).size, whole.length, "a damaged log is left as it is");
    }
  });

  it("a group that was never synced is cut from its first broken record on, even if later ones are whole", async () => {
    const { directory, positions } = await logOf([[0], [1, 2, 3]]);
    const path = onlySegment(directory);
    const bytes = readFileSync(path);
    const at = (positions[2]?.offset ?? 0) + recordHeaderLength + 40;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    assert.deepEqual(await recoveredHeights(directory), [0, 1]);
  });

  it("a missing, swapped or foreign segment is reported", async () => {
    const groups = Array.from({ length: 8 }, (_, height) => [height]);
    const missing = await logOf(groups, 250);
    rmSync(join(missing.directory, segments(missing.directory)[1] ?? ""));
    await assert.rejects(recoveredHeights(missing.directory), { code: "STORAGE_LOG_DAMAGED" });

    const swapped = await logOf(groups, 250);
    const [first = "", second = ""] = segments(swapped.directory);
    copyFileSync(join(swapped.directory, first), join(swapped.directory, second));
    await assert.rejects(recoveredHeights(swapped.directory), { code: "STORAGE_LOG_DAMAGED" });

    const torn = await logOf(groups, 250);
    truncateSync(join(torn.directory, segments(torn.directory)[0] ?? ""), 200);
    await assert.rejects(
      recoveredHeights(torn.directory),
      { code: "STORAGE_LOG_DAMAGED" },
      "only the last segment may be torn",
    );

    const foreign = await logOf([[0]]);
    const log = new FileBlockLog({ directory: foreign.directory, chainId: "chain2" });
    assert.throws(() => [...log.recover(undefined)], { code: "STORAGE_CHAIN_FOREIGN" });
    await log.close();

    const newer = await logOf([[0]]);
    const bytes = readFileSync(onlySegment(newer.directory));
    bytes.set(encodeSegmentHeader({ format: 2, firstHeight: 0n, chainId }));
    writeFileSync(onlySegment(newer.directory), bytes);
    await assert.rejects(recoveredHeights(newer.directory), { code: "STORAGE_FORMAT_NEWER" });
  });

  it("a segment that a crash left unfinished is made again", async () => {
    for (const size of [0, 1, segmentHeaderLength - 1, segmentHeaderLength]) {
      const { directory } = await logOf([[0]]);
      const header = encodeSegmentHeader({ format: 1, firstHeight: 1n, chainId });
      writeFileSync(join(directory, "00000000000000000001.seg"), header.subarray(0, size));
      assert.deepEqual(await recoveredHeights(directory), [0]);
      assert.equal(segments(directory).length, size === segmentHeaderLength ? 2 : 1);
    }
  });

  it("a position that is not a record's is refused", async () => {
    const { directory, positions } = await logOf([[0], [1]]);
    const log = new FileBlockLog({ directory, chainId });
    const [first] = positions;
    assert.ok(first !== undefined);
    assert.throws(() => log.read({ ...first, offset: first.offset + 1 }), { code: "STORAGE_LOG_DAMAGED" });
    assert.throws(() => log.read({ ...first, segment: 7n }), { code: "STORAGE_LOG_DAMAGED" });
    assert.ok(log.reaches(first));
    assert.ok(!log.reaches({ ...first, segment: 7n }));
    assert.ok(!log.reaches({ ...first, length: 1_000_000 }));
    await log.close();
    renameSync(onlySegment(directory), join(directory, "other"));
    appendFileSync(join(directory, "notes.txt"), "left alone");
    assert.deepEqual(await recoveredHeights(directory), []);
  });
});
