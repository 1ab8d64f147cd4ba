import { CodedError } from "@yanta/errors";
import { MemorySyncFile, openOpfsFiles, type SyncFile, type TabFiles } from "@yanta/storage";
import { playgroundErrors } from "../errors.ts";
import type { PlaygroundStorage } from "../interface.ts";

/** All files of one playground. */
export interface PlaygroundFiles extends TabFiles {
  readonly network: SyncFile;
}

/** Where a playground lies in the site's private file system. */
export function playgroundPath(name: string): string {
  return `yanta/playground/${name}`;
}

/** Errors: PLAYGROUND_IN_USE, STORAGE_FOLDER_UNWRITABLE. */
export async function openPlaygroundFiles(name: string, storage: PlaygroundStorage): Promise<PlaygroundFiles> {
  if (storage === "memory") return createMemoryFiles();
  try {
    const names = ["network", "blocks.seg", "state.0", "state.1"] as const;
    const files = await openOpfsFiles(playgroundPath(name), names);
    return { network: files.network, blocks: files["blocks.seg"], images: [files["state.0"], files["state.1"]] };
  } catch (error) {
    if (error instanceof CodedError && error.code === "STORAGE_FOLDER_LOCKED")
      throw playgroundErrors.create("PLAYGROUND_IN_USE", { name }, error);
    throw error;
  }
}

export function createMemoryFiles(): PlaygroundFiles {
  return {
    network: new MemorySyncFile(),
    blocks: new MemorySyncFile(),
    images: [new MemorySyncFile(), new MemorySyncFile()],
  };
}
