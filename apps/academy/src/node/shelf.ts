import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = new URL("../../../../", import.meta.url);

/** Contracts that labs install: ours, by their name. A fixed list: a name never becomes a path. */
const shelf: ReadonlyMap<string, string> = new Map([
  ...["fact", "cmdfa", "cmdid", "cmevi", "cmid", "cmnfa"].map(
    (name) => [name, `contracts/${name}/build/${name}.wasm`] as const,
  ),
  // ChainMaker's own, compiled from Rust.
  ["rustfact", "third_party/chainmaker-contracts/rust-fact-2.0.0.wasm"],
  ["rustasset", "third_party/chainmaker-contracts/rust-asset-2.0.0.wasm"],
]);

export const shelfNames: readonly string[] = [...shelf.keys()];

/** A contract of the shelf; undefined when there is none of the name. */
export async function readShelf(name: string): Promise<Uint8Array | undefined> {
  const path = shelf.get(name);
  return path === undefined ? undefined : new Uint8Array(await readFile(fileURLToPath(new URL(path, root))));
}
