import type { Check } from "./check.ts";
import { readSourceFiles } from "./source-files.ts";

const linesMax = 400;
const vagueNames = new Set(["utils", "util", "helpers", "helper", "common", "misc"]);
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.tsx?$/;
/** Files of the template for new contracts: NAME stands for the contract's name. */
const templateName = /^NAME(\.test)?\.ts$/;

/** CONTRIBUTING, rule 2: one concept a file, kebab-case, named for it, at most 400 lines. */
export const fileRules: Check = {
  name: "file names and lengths",
  async find(root) {
    return readSourceFiles(root, ["{packages,apps,tools,bin,tests,bench}/**/*.{ts,tsx}"]).flatMap(({ path, text }) => {
      const findings: string[] = [];
      const folders = path.split("/");
      const name = folders.pop() ?? "";
      const lineCount = text.split("\n").length;
      if (!kebabCase.test(name) && !templateName.test(name)) findings.push(`${path}: a file is named in kebab-case`);
      for (const word of [...folders, name.replace(/(\.test)?\.tsx?$/, "")]) {
        if (vagueNames.has(word)) findings.push(`${path}: "${word}" names no concept`);
      }
      if (lineCount > linesMax) findings.push(`${path}: ${lineCount} lines; split it (at most ${linesMax})`);
      return findings;
    });
  },
};
