import { statSync } from "node:fs";
import { identityWatchMs } from "../limits.ts";

export interface FileWatch {
  stop(): void;
}

/**
 * Calls back when files have changed and were left alone for one look, so that a key and its certificate that are
 * written one after the other are met together. Looks instead of listening: notices of the system miss renames on some
 * file systems, and a look costs microseconds.
 */
export function watchFiles(files: readonly string[], onChange: () => void): FileWatch {
  let known = stateOf(files);
  let seen = known;
  const look = (): void => {
    const now = stateOf(files);
    const isQuiet = now === seen;
    seen = now;
    if (!isQuiet || now === known) return;
    known = now;
    onChange();
  };
  const timer = setInterval(look, identityWatchMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

function stateOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
      return stat === undefined ? "-" : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
    })
    .join("\n");
}
