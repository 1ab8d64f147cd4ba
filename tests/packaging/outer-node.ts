import { spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** PATH as on a machine without Yanta: without this repository's Node.js and tools. */
export const outerPath: string = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((folder) => !folder.includes("node_modules") && !isSameFolder(folder, dirname(process.execPath)))
  .join(delimiter);

/** Version of the Node.js that such a machine has, like `v20.20.2`; undefined without one. */
export const outerNodeVersion: string | undefined = findVersion();

/** True when that Node.js is too old to run Yanta itself. */
export const outerNodeIsOld: boolean = Number(/^v(\d+)/.exec(outerNodeVersion ?? "v99")?.[1]) < 24;

/** Environment of a person's shell on such a machine. */
export function outerEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_|^INIT_CWD$/.test(name));
  const certificates = process.env["NODE_EXTRA_CA_CERTS"];
  return {
    ...Object.fromEntries(inherited),
    ...(certificates === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificates }),
    PATH: outerPath,
    LANG: "C",
    LC_ALL: "C",
    ...extra,
  };
}

function findVersion(): string | undefined {
  const { status, stdout } = spawnSync("node", ["--version"], { env: { PATH: outerPath }, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

function isSameFolder(a: string, b: string): boolean {
  return existsSync(join(a, "node")) && existsSync(b) && realpathSync(a) === realpathSync(b);
}
