// Bundles the `yanta` command into bin/dist, from where the published package runs it: Node.js does not strip types
// under node_modules. Packages with native code or worker files stay dependencies of bin/package.json.
//   node tools/package/build.ts
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { followLauncher } from "../../bin/run-node.mjs";
import { yantaVersion } from "../../packages/node/src/version.ts";
import { bundledPackages, collectLicences } from "./bundled-licences.ts";

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** Files that commands find beside the bundle, from the repository's root. */
const assets: readonly string[] = ["third_party/chainmaker-contracts/rust-fact-2.0.0.wasm"];
/** What a published package must carry besides the program. */
const documents: readonly string[] = ["LICENSE", "NOTICE", "README.md", "README.zh.md"];

followLauncher();
const root = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(root, "bin");
const dist = join(bin, "dist");
const manifest = JSON.parse(readFileSync(join(bin, "package.json"), "utf8")) as Manifest;

checkVersions();
rmSync(dist, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: "packages/cli/src/main.ts",
    // Tests of contracts run in a process of their own, and import these two by name.
    "contract-tests": "packages/contract-testing/src/test-run/child.ts",
    "contract-testing": "packages/contract-testing/src/index.ts",
    // The thread of the ABCI sockets.
    "abci-thread": "packages/consensus/src/cometbft/abci/abci-thread.ts",
    sdk: "packages/sdk/src/index.ts",
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  chunkNames: "[name]-[hash]",
  external: Object.keys(manifest.dependencies),
  // CommonJS packages inside the bundle call `require` for Node.js's own modules.
  banner: {
    js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
  },
  metafile: true,
  logLevel: "warning",
});
mkdirSync(join(dist, "assets"));
for (const asset of assets) cpSync(join(root, asset), join(dist, "assets", asset.split("/").at(-1) ?? asset));
for (const name of ["assembly", "template"])
  cpSync(join(root, "packages/contract-sdk", name), join(dist, "contract-sdk", name), { recursive: true });
for (const document of documents) cpSync(join(root, document), join(bin, document));
const bundled = bundledPackages(metafile);
writeFileSync(join(dist, "THIRD-PARTY-LICENCES.txt"), collectLicences(root, bundled));
const sizeBytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.error(`bin/dist: ${(sizeBytes / 1e6).toFixed(1)} MB of JavaScript with ${bundled.length} packages inside`);

/** The published manifest names the versions that are locked and tested here. */
function checkVersions(): void {
  if (manifest.version !== yantaVersion)
    throw new Error(`bin/package.json says ${manifest.version}, the node ${yantaVersion}`);
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as LockFile;
  for (const [name, version] of Object.entries(manifest.dependencies)) {
    const locked = lock.packages[`node_modules/${name}`]?.version;
    if (locked !== version)
      throw new Error(`bin/package.json asks for ${name} ${version}, the lock file has ${locked}`);
  }
}
