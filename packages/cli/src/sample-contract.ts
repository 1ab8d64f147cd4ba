import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { findAsset } from "./assets.ts";

const sampleContract = "rust-fact-2.0.0.wasm";

/** Puts the sample contract into a folder, so that the first commands have something to install; its path. */
export function copySampleContract(folder: string): string {
  const target = join(folder, "contracts", sampleContract);
  if (!existsSync(target)) {
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(findAsset(sampleContract), target);
  }
  return target;
}
