import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import type { FaultPoints } from "../fault-points.ts";
import { syncFolder } from "./durable-file.ts";
import { folderLayout } from "./folder-layout.ts";
import { folderFormat, writeFolderFormat, type FolderFormat } from "./format-file.ts";

/** One step of a migration. It may be cut short anywhere and run again. */
type MigrationStep = (directory: string) => void;

/** Steps from the format of the key to the next one. */
const migrations: ReadonlyMap<number, readonly MigrationStep[]> = new Map([[1, [moveSegmentsToBlocks, dropIndex]]]);

/**
 * Brings a folder to `folderFormat`. Progress is in `format.json`, so that a migration which a crash interrupted goes on
 * at the step it had reached.
 */
export function migrateFolder(directory: string, found: FolderFormat, faultPoints: FaultPoints): FolderFormat {
  let current = found;
  while (current.format < folderFormat) {
    const steps = migrations.get(current.format);
    if (steps === undefined) throw new Error(`no migration from format ${current.format}`);
    for (const [index, step] of steps.entries()) {
      if (index < (current.migrationStepsDone ?? 0)) continue;
      step(directory);
      faultPoints.hit("migration.step");
      current = { ...current, migrationStepsDone: index + 1 };
      writeFolderFormat(directory, current);
      faultPoints.hit("migration.step");
    }
    const { migrationStepsDone: _done, ...rest } = current;
    current = { ...rest, format: current.format + 1 };
    writeFolderFormat(directory, current);
  }
  return current;
}

/** Format 1 kept the segments in the folder itself, as `log-HEIGHT.seg`. */
function moveSegmentsToBlocks(directory: string): void {
  const { blocks } = folderLayout(directory);
  mkdirSync(blocks, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(directory)) {
    if (/^log-\d{20}\.seg$/.test(name)) renameSync(join(directory, name), join(blocks, name.slice("log-".length)));
  }
  syncFolder(blocks);
  syncFolder(directory);
}

/** Format 1 had a store of another layout in `index`; format 2 derives its own from the log. */
function dropIndex(directory: string): void {
  const index = join(directory, "index");
  if (existsSync(index)) rmSync(index, { recursive: true });
  syncFolder(directory);
}
