import { existsSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, posix } from "node:path";
import ts from "typescript";
import type { Check } from "./check.ts";
import { findCycles } from "./find-cycles.ts";
import { readSourceFiles, type SourceFile } from "./source-files.ts";

interface PackageManifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface PackageFacts {
  /** `packages/NAME` or `apps/NAME`. */
  readonly folder: string;
  readonly layer: number;
  readonly manifest: PackageManifest;
}

interface LayerFile {
  /** Packages, lowest first. */
  readonly layers: readonly (readonly string[])[];
  /** Applications stand above all packages, beside each other, and see these packages only. */
  readonly apps?: readonly string[];
  readonly appsSee?: readonly string[];
}

interface LayerRules {
  /** Names of packages that an application may import. */
  readonly visibleToApps: ReadonlySet<string>;
  readonly packages: ReadonlyMap<string, PackageFacts>;
  readonly developmentPackages: ReadonlySet<string>;
}

/**
 * CONTRIBUTING, rule 1: a package imports only strictly lower layers and what its manifest lists, through the barrel;
 * inside it files import each other by their `.ts` names, without cycles and without the barrel.
 */
export const layers: Check = {
  name: "layers and import cycles",
  async find(root) {
    const rules = readRules(root);
    const files = readSourceFiles(root, ["{packages,apps}/*/src/**/*.{ts,tsx}"]);
    if (files.length === 0) return ["no source file found: the check looks in the wrong place"];
    const known = new Set(files.map((file) => file.path));
    const graph = new Map<string, string[]>();
    const findings: string[] = [];
    for (const file of files) {
      const specifiers = importsOf(file);
      findings.push(...specifiers.flatMap((specifier) => judgeImport(root, rules, file, specifier) ?? []));
      graph.set(
        file.path,
        specifiers.map((name) => posix.join(dirname(file.path), name)).filter((path) => known.has(path)),
      );
    }
    const unlisted = folders(files).filter((folder) => !isListed(rules, folder));
    findings.push(...unlisted.map((folder) => `package ${folder} is not in layers.json`));
    return [...findings, ...findCycles(graph).map((cycle) => `import cycle: ${cycle.join(" -> ")}`)];
  },
};

function readRules(root: string): LayerRules {
  const { layers: order, apps = [], appsSee = [] } = readJson(join(root, "layers.json")) as LayerFile;
  const placed = [
    ...order.flatMap((names, layer) => names.map((name) => ({ folder: `packages/${name}`, layer }))),
    ...apps.map((name) => ({ folder: `apps/${name}`, layer: order.length })),
  ];
  const packages = new Map<string, PackageFacts>();
  for (const { folder, layer } of placed) {
    const manifest = readJson(join(root, folder, "package.json")) as PackageManifest;
    packages.set(manifest.name, { folder, layer, manifest });
  }
  const seen = new Set(appsSee.map((name) => `packages/${name}`));
  const visibleToApps = new Set([...packages].flatMap(([name, { folder }]) => (seen.has(folder) ? [name] : [])));
  const { devDependencies } = readJson(join(root, "package.json")) as { devDependencies: Record<string, string> };
  return { packages, visibleToApps, developmentPackages: new Set(Object.keys(devDependencies)) };
}

function folders(files: readonly SourceFile[]): readonly string[] {
  return [...new Set(files.map((file) => packageFolder(file)))];
}

function packageFolder(file: SourceFile): string {
  return file.path.split("/").slice(0, 2).join("/");
}

function isListed(rules: LayerRules, folder: string): boolean {
  return [...rules.packages.values()].some((facts) => facts.folder === folder);
}

/** Every module specifier of a file: imports, re-exports, `import()` and type imports. */
function importsOf(file: SourceFile): readonly string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map((reference) => reference.fileName);
}

/** What is wrong with one import; undefined when nothing is, or when the whole package is unlisted. */
function judgeImport(root: string, rules: LayerRules, file: SourceFile, specifier: string): string | undefined {
  const own = [...rules.packages.values()].find((facts) => facts.folder === packageFolder(file));
  if (own === undefined) return undefined;
  const complain = (reason: string): string => `${file.path}: imports ${specifier}: ${reason}`;
  if (specifier.startsWith(".")) return judgeRelative(root, file, specifier, complain);
  if (specifier.startsWith("#")) {
    return own.manifest.imports?.[specifier] === undefined ? complain("not in the package's imports") : undefined;
  }
  if (isBuiltin(specifier)) return specifier.startsWith("node:") ? undefined : complain("write node: before it");
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const target = rules.packages.get(name);
  if (target === own) return complain("a package imports its own files by their path");
  if (target !== undefined && target.layer >= own.layer) return complain("not a lower layer (layers.json)");
  const isApp = own.folder.startsWith("apps/");
  if (isApp && target !== undefined && !rules.visibleToApps.has(name))
    return complain("applications do not see it (layers.json)");
  const isTest = /(\.test|-compliance)\.ts$|\/testing\//.test(file.path);
  if (own.manifest.dependencies?.[name] === undefined && !(isTest && rules.developmentPackages.has(name))) {
    return complain("not in the package's dependencies");
  }
  const subpath = `.${specifier.slice(name.length)}`;
  if (target !== undefined && target.manifest.exports?.[subpath] === undefined) return complain("not exported");
  return undefined;
}

function judgeRelative(
  root: string,
  file: SourceFile,
  specifier: string,
  complain: (reason: string) => string,
): string | undefined {
  const target = posix.join(dirname(file.path), specifier);
  const ownFolder = packageFolder(file);
  if (!target.startsWith(`${ownFolder}/`)) return complain("leaves the package");
  if (!existsSync(join(root, target))) return complain("no such file (write the extension)");
  if (target === `${ownFolder}/src/index.ts`) return complain("import the defining file, not the barrel");
  return undefined;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
