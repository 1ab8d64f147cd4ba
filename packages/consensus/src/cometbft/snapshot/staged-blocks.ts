import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { BlockRecord } from "@yanta/storage";

/** Checked blocks of a snapshot, newest first, until all are there. */
export interface StagedBlocks {
  readonly count: number;
  push(record: BlockRecord): void;
  /** Forgets all but the first `count`. */
  cut(count: number): void;
  clear(): void;
  oldestFirst(): Iterable<BlockRecord>;
}

/** In memory: for tests. */
export function stageInMemory(): StagedBlocks {
  const records: BlockRecord[] = [];
  return {
    get count() {
      return records.length;
    },
    push: (record) => void records.push({ ...record, blockInfoBytes: Uint8Array.from(record.blockInfoBytes) }),
    cut: (count) => void (records.length = count),
    clear: () => void (records.length = 0),
    oldestFirst: () => records.toReversed(),
  };
}

/**
 * In a file of a folder: a chain may be larger than memory. It holds nothing that a crash could damage: joining starts over then.
 * The file goes with `clear`.
 */
export function stageInFile(folder: string): StagedBlocks {
  const path = join(folder, "joining.part");
  const entries: {
    readonly height: bigint;
    readonly blockHash: Uint8Array;
    readonly at: number;
    readonly size: number;
  }[] = [];
  let file: number | undefined;
  const open = (): number => {
    if (file !== undefined) return file;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    file = openSync(path, "w+", 0o600);
    return file;
  };
  const end = (): number => {
    const last = entries.at(-1);
    return last === undefined ? 0 : last.at + last.size;
  };
  return {
    get count() {
      return entries.length;
    },
    push: ({ height, blockHash, blockInfoBytes }) => {
      const at = end();
      for (let done = 0; done < blockInfoBytes.length;)
        done += writeSync(open(), blockInfoBytes, done, blockInfoBytes.length - done, at + done);
      entries.push({ height, blockHash: Uint8Array.from(blockHash), at, size: blockInfoBytes.length });
    },
    cut: (count) => {
      entries.length = count;
      if (file !== undefined) ftruncateSync(file, end());
    },
    clear: () => {
      entries.length = 0;
      if (file !== undefined) closeSync(file);
      file = undefined;
      rmSync(path, { force: true });
    },
    *oldestFirst() {
      for (const { height, blockHash, at, size } of entries.toReversed()) {
        const blockInfoBytes = new Uint8Array(size);
        for (let done = 0; done < size;) {
          const count = readSync(open(), blockInfoBytes, done, size - done, at + done);
          if (count === 0) throw new Error("the file of a snapshot became shorter");
          done += count;
        }
        yield { height, blockHash, blockInfoBytes };
      }
    },
  };
}
