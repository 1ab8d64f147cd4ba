import type { BenchTools } from "../lab/open-bench.ts";

/** A contract of the shelf, as the server has it. */
export async function fetchShelf(name: string): Promise<Uint8Array | undefined> {
  if (!/^[a-z]+$/.test(name)) return undefined;
  const response = await fetch(`/shelf/${name}.wasm`);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
}

export function createPageTools(compilers: Pick<BenchTools, "compile" | "compileSolidity">): BenchTools {
  return { readShelf: fetchShelf, ...compilers };
}
