import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equalBytes } from "@yanta/bytes";
import type { BlockRecord } from "@yanta/storage";
import { deriveBlockCommit } from "../../../packages/storage/src/ledger/derive-commit.ts";
import { FileBlockLog } from "../../../packages/storage/src/log/file-block-log.ts";
import { scanSegments } from "../../../packages/storage/src/log/scan-segments.ts";
import { SegmentReader, segmentPath } from "../../../packages/storage/src/log/segment-file.ts";
import type { FuzzTarget } from "../fuzz-target.ts";
import { mutateBytes } from "../mutate/mutate-bytes.ts";
import { mutateProtobuf } from "../mutate/mutate-protobuf.ts";
import { demand, parsed } from "../refusal.ts";
import { openSampleChain } from "../samples.ts";

const chainId = "chain1";

async function sampleRecords(): Promise<BlockRecord[]> {
  const { ledger } = await openSampleChain();
  return Array.from({ length: Number(ledger.lastHeight ?? 0n) + 1 }, (_, height) =>
    ledger.getBlock(BigInt(height)),
  ).filter((record) => record !== undefined);
}

/** A damaged log is refused or cut; it never yields a record that was not written. */
const blockLog: FuzzTarget = {
  name: "block-log",
  weight: 4,
  open: async () => {
    const records = await sampleRecords();
    const directory = mkdtempSync(join(tmpdir(), "yanta-fuzz-log-"));
    const log = new FileBlockLog({ directory, chainId });
    for (const record of log.recover(undefined)) void record;
    for (const record of records) await log.append([record]);
    await log.sync();
    await log.close();
    const path = segmentPath(directory, 0n);
    const good = readFileSync(path);
    return {
      run(random) {
        writeFileSync(path, mutateBytes(new Uint8Array(good), random));
        const reader = new SegmentReader(directory);
        try {
          const yielded = parsed(() => {
            let count = 0;
            for (const { record } of scanSegments({ directory, chainId, reader, cutTornEnd: random.below(2) === 0 })) {
              const written = records[Number(record.height)];
              demand(
                written !== undefined && equalBytes(written.blockInfoBytes, record.blockInfoBytes),
                "the log yields a record that nobody wrote",
              );
              count++;
            }
            return count;
          });
          return yielded === undefined ? "refused" : "accepted";
        } finally {
          reader.close();
          writeFileSync(path, good);
        }
      },
      close: () => rmSync(directory, { recursive: true, force: true }),
    };
  },
};

/** What recovery and backup verification read out of a block. */
const blockCommit: FuzzTarget = {
  name: "block-commit",
  weight: 3,
  open: async () => {
    const records = await sampleRecords();
    return {
      run(random) {
        const record = random.pick(records);
        const commit = parsed(() =>
          deriveBlockCommit({ ...record, blockInfoBytes: mutateProtobuf(record.blockInfoBytes, random) }),
        );
        return commit === undefined ? "refused" : "accepted";
      },
    };
  },
};

export const storageTargets: readonly FuzzTarget[] = [blockLog, blockCommit];
