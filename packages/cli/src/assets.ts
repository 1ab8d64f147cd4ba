import { existsSync } from "node:fs";
import { join } from "node:path";
import { cliErrors } from "./errors.ts";

/** Folders in which shipped files lie: beside the bundle in a published package, else in the repository. */
const assetFolders = [
  join(import.meta.dirname, "assets"),
  join(import.meta.dirname, "../../../third_party/chainmaker-contracts"),
];

/** Path of a file that comes with Yanta. */
export function findAsset(name: string): string {
  const found = assetFolders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw cliErrors.create("CLI_ASSET_MISSING", { name });
  return found;
}
