import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One hash over the product's files below the given folders or files (relative to the root, with `/`): paths and contents,
 * sorted. Tests, their helpers and texts do not count: they may change without making a record old.
 */
export function roomsDigest(root: string, rooms: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of roomFiles(root, rooms)) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** The files that a digest covers. */
export function roomFiles(root: string, rooms: readonly string[]): string[] {
  return globSync(
    rooms.flatMap((room) => [room, `${room}/**`]),
    { cwd: root, withFileTypes: true, exclude: ["**/node_modules/**", "**/dist/**"] },
  )
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, "/").length).replaceAll("\\", "/"))
    .filter((file) => !/\.test\.ts$|\.md$|\/testing\/|\/compliance\//.test(file))
    .toSorted();
}
