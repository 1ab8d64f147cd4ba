import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readSources } from "../../packages/contract-sdk/src/source-files.ts";
import type { Check } from "../check/check.ts";

const file = "packages/contract-sdk/src/gen/library.json";

/** Writes the library that contracts import as one JSON file: compilers in a browser have no folder to read. */
export function writeContractLibrary(root: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), renderLibrary(root));
}

/** The library in one file is the one in the folder. */
export const contractLibraryDrift: Check = {
  name: "generated contract library",
  async find(root) {
    const isSame = existsSync(join(root, file)) && readFileSync(join(root, file), "utf8") === renderLibrary(root);
    return isSame ? [] : [`${file} differs: run npm run generate`];
  },
};

function renderLibrary(root: string): string {
  const sources = readSources(join(root, "packages/contract-sdk/assembly"));
  return `${JSON.stringify(Object.fromEntries(sources), undefined, 1)}\n`;
}
