import { join } from "node:path";

/** Where things lie in a ledger's folder, beside `format.json` and `lock`. */
export interface FolderLayout {
  /** Segments of the block log. */
  readonly blocks: string;
  /** The store that is derived from the log. */
  readonly store: string;
}

export function folderLayout(directory: string): FolderLayout {
  return { blocks: join(directory, "blocks"), store: join(directory, "store") };
}
