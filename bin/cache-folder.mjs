import { homedir } from "node:os";
import { join } from "node:path";

/** The person's own cache folder for Yanta; it can be deleted at any time. It may not exist yet. */
export function cacheFolder(env = process.env) {
  if (process.platform === "win32")
    return join(env.LOCALAPPDATA || join(homedir(), "AppData", "Local"), "yanta", "cache");
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "yanta");
}
