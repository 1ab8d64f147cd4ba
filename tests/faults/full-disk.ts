import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** A small file system of its own for one folder. */
export interface SmallDisk {
  readonly path: string;
  unmount(): void;
}

/** Mounts a tmpfs of this size at `path`; undefined where this user may not mount. */
export function mountSmallDisk(path: string, sizeBytes: number): SmallDisk | undefined {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${sizeBytes}`, "tmpfs", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { path, unmount: () => void execFileSync("umount", ["--lazy", path], { stdio: "ignore" }) };
}
