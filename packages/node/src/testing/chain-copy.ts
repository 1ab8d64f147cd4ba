import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { parse, stringify } from "yaml";

/** ChainMaker's test chain: `testdata` is flat, `testdata-chainmaker-layout` is that of a release. */
export const chainmakerTestdata = join(import.meta.dirname, "../../../../third_party/chainmaker-testdata");

/** A nested YAML mapping that a test alters. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test reaches into any key
export type Yaml = Record<string, any>;

/** A copy of ChainMaker's flat test chain that one test may write to; only organisation 1 has its members. */
export interface ChainCopy {
  readonly folder: string;
  readonly configFile: string;
  path(name: string): string;
  /** Writes a YAML file of it anew, ChainMaker's own with a change, and returns its path. */
  alter(name: "chainmaker.yml" | "bc1.yml", change: (yaml: Yaml) => unknown): string;
}

export function copyChain(t: TestContext): ChainCopy {
  const folder = mkdtempSync(join(tmpdir(), "yanta-node-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const source = join(chainmakerTestdata, "testdata");
  const filter = (file: string): boolean => !/wx-org[2-7]\.chainmaker\.org[/\\](node|user)/.test(file);
  cpSync(source, folder, { recursive: true, filter });
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    // Git keeps no file modes: these keys would be open to all.
    if (name.endsWith(".key")) chmodSync(join(folder, name), 0o600);
  const path = (name: string): string => join(folder, name);
  return {
    folder,
    configFile: path("chainmaker.yml"),
    path,
    alter: (name, change) => {
      const yaml = parse(readFileSync(join(source, name), "utf8")) as Yaml;
      change(yaml);
      writeFileSync(path(name), stringify(yaml));
      return path(name);
    },
  };
}
