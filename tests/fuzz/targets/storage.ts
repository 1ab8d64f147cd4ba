import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equalBytes } from "@yanta/bytes";
import { createLedgerBlockArchive } from "@yanta/chain";
import { callTx, installContracts, openTestChain } from "@yanta/chain/testing";
import { CodedError } from "@yanta/errors";
import { createBackup, openLedger, openMemoryLedger, verifyBackup, type BlockRecord } from "@yanta/storage";
import { blocksKeptMin } from "@yanta/system-contracts";
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

/** A damaged backup file is refused before anything of it is believed beyond its good beginning. */
const backupFile: FuzzTarget = {
  name: "backup-file",
  weight: 1,
  open: async () => {
    const directory = mkdtempSync(join(tmpdir(), "yanta-fuzz-backup-"));
    const chain = await openLedger({ directory: join(directory, "ledger"), chainId });
    const records = await sampleRecords();
    for (const record of records) await chain.commit(deriveBlockCommit(record));
    await chain.close();
    const path = join(directory, "backup");
    await createBackup({ directory: join(directory, "ledger"), file: path });
    const good = readFileSync(path);
    return {
      async run(random) {
        writeFileSync(path, mutateBytes(new Uint8Array(good), random));
        try {
          await verifyBackup(path, (record) => {
            const written = records[Number(record.height)];
            demand(
              written !== undefined && equalBytes(written.blockHash, record.blockHash),
              "the backup yields a block that nobody wrote",
            );
          });
          return "accepted";
        } catch (error) {
          if (error instanceof CodedError) return "refused";
          throw error;
        }
      },
      close: () => rmSync(directory, { recursive: true, force: true }),
    };
  },
};

/** RESTORE_BLOCK: an archived block comes back from an administrator's file, held against the header that stayed. */
const restoredBlock: FuzzTarget = {
  name: "restored-block",
  weight: 2,
  open: async () => {
    const ledger = openMemoryLedger({ chainId });
    const archive = createLedgerBlockArchive({ ledger, unarchivedBlockCount: 1n, algorithm: "SHA256" });
    const opened = await openTestChain({ ledger, archive });
    await installContracts(opened, "alpha");
    // The newest blocks are never archived: as many more follow the one that is.
    for (let count = 0; count < 3 + Number(blocksKeptMin); count++) {
      opened.send(callTx(`t${count}`, "put", { key: "k", value: String(count) }));
      await opened.makeBlock();
    }
    const original = ledger.getBlock(2n);
    demand(original !== undefined && (await archive.archiveBelow(3n)) === undefined, "the sample archives its blocks");
    return {
      async run(random) {
        const fault = await archive.restoreBlock(mutateProtobuf(original.blockInfoBytes, random));
        if (fault !== undefined) return "refused";
        const restored = ledger.getBlock(2n);
        demand(
          restored !== undefined && equalBytes(restored.blockHash, original.blockHash),
          "another block was restored",
        );
        demand((await archive.archiveBelow(3n)) === undefined, "a restored block can be archived again");
        return "accepted";
      },
    };
  },
};

export const storageTargets: readonly FuzzTarget[] = [blockLog, blockCommit, backupFile, restoredBlock];
