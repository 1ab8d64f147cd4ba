import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

/** Gives new folders under one that disappears after the tests of the file. */
export function temporaryFolders(name: string): () => string {
  const root = mkdtempSync(join(tmpdir(), `yanta-${name}-`));
  after(() => rmSync(root, { recursive: true, force: true }));
  return () => mkdtempSync(join(root, "f-"));
}
