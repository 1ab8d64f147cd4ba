import { overwrite } from "@yanta/storage";
import { playgroundErrors } from "../errors.ts";
import { createNetwork, type Network, networkFormat } from "./network.ts";
import { loadNetwork, saveNetwork } from "./network-file.ts";
import type { PlaygroundFiles } from "./playground-files.ts";

export interface OpenedNetwork {
  readonly network: Network;
  /** True when it was made just now: there are no blocks. */
  readonly isNew: boolean;
}

export interface OpenNetworkOptions {
  /** Names the playground in errors. */
  readonly name: string;
  readonly start: "resume" | "new";
  readonly unixSeconds: bigint;
}

/**
 * The organisations of a playground. Their file decides whether there is a chain: it is emptied before old blocks go
 * and written before new ones come, so that a crash at any moment leaves a whole chain or none.
 *
 * Errors: PLAYGROUND_DAMAGED, PLAYGROUND_NEWER.
 */
export function openNetwork(files: PlaygroundFiles, { name, start, unixSeconds }: OpenNetworkOptions): OpenedNetwork {
  if (start === "new") overwrite(files.network, new Uint8Array(0));
  const stored = loadNetwork(files.network);
  switch (stored.kind) {
    case "network":
      return { network: stored.network, isNew: false };
    case "newer":
      throw playgroundErrors.create("PLAYGROUND_NEWER", { name, format: stored.format, formatMax: networkFormat });
    case "broken":
      // A crash while it was made comes before the first block; with blocks it is damage.
      if (files.blocks.getSize() > 0) throw playgroundErrors.create("PLAYGROUND_DAMAGED", { name });
      break;
    case "empty":
      break;
  }
  for (const file of [files.blocks, ...files.images]) overwrite(file, new Uint8Array(0));
  const network = createNetwork(unixSeconds);
  saveNetwork(files.network, network);
  return { network, isNew: true };
}
