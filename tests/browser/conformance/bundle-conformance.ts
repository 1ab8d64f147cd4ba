import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import { vectorKinds } from "../../conformance/vector-kinds.ts";
import { listVectorFiles, readVectorText } from "../../conformance/vectors-folder.ts";
import { bundleForBrowser, type Bundle } from "../bundle.ts";

/** What the conformance tests get in a browser in place of what they use of Node.js. */
const standIns: Readonly<Record<string, string>> = {
  "node:test": "./registered-tests.ts",
  "node:assert/strict": "./strict-assert.ts",
  "./vectors-folder.ts": "./vectors-in-worker.ts",
};

/** Only what the tests themselves import is replaced; an import by the chain's own code stays an error. */
const replaceNodeModules: Plugin = {
  name: "stand-ins for tests/conformance",
  setup(build) {
    build.onResolve({ filter: /^(node:|\.\/vectors-folder\.ts$)/ }, ({ path, importer }) => {
      const standIn = /[\\/]tests[\\/]conformance[\\/][^\\/]+$/.test(importer) ? standIns[path] : undefined;
      return standIn === undefined ? undefined : { path: fileURLToPath(new URL(standIn, import.meta.url)) };
    });
  },
};

/** The conformance tests of every kind of vector as a Worker that posts its ConformanceReport. */
export function bundleConformance(): Promise<Bundle> {
  const files = [...new Set(Object.values(vectorKinds))].toSorted();
  const imports = files.map((file) => `import "../../conformance/${file}";`);
  const run = `import { runRegisteredTests } from "./registered-tests.ts"; postMessage(runRegisteredTests());`;
  return bundleForBrowser({
    entry: { source: [...imports, run].join("\n"), folder: new URL(".", import.meta.url) },
    plugins: [replaceNodeModules],
  });
}

/** All vector files with their texts, as the Worker fetches them. */
export function vectorTexts(): Readonly<Record<string, string>> {
  return Object.fromEntries(listVectorFiles().map((file) => [file, readVectorText(file) ?? ""]));
}
