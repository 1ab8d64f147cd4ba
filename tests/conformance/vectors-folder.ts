import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseExactJson } from "./exact-json.ts";
import { Fields } from "./fields.ts";

const shippedFolder = fileURLToPath(new URL("../../third_party/chainmaker-vectors", import.meta.url));

/** Folder whose cases are checked: the shipped one, or another of the same form named by VECTORS_DIR. */
export const vectorsFolder: string = process.env["VECTORS_DIR"] ?? shippedFolder;

/** True for the shipped folder, where every file must have a check and every known failure must exist. */
export const isShippedFolder: boolean = vectorsFolder === shippedFolder;

/** Paths of all files below the folder, with `/`, sorted. */
export function listVectorFiles(): readonly string[] {
  return readdirSync(vectorsFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(vectorsFolder.length + 1)
        .replaceAll("\\", "/"),
    )
    .toSorted();
}

/** Text of a file, undefined when the folder has none of this name. */
export function readVectorText(file: string): string | undefined {
  const path = join(vectorsFolder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** Content of a JSON file. Integers beyond 2^53 become text, so that nothing is rounded. */
export function readVectorJson(file: string): Fields | undefined {
  const text = readVectorText(file);
  return text === undefined ? undefined : new Fields(parseExactJson(text), file);
}
