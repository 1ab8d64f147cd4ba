import type { Check } from "./check.ts";
import { programFindings } from "./run-program.ts";

export const types: Check = {
  name: "types",
  find: (root) => programFindings(root, "@typescript/native/bin/tsc", ["--project", root, "--pretty", "false"]),
};

export const lint: Check = {
  name: "lint",
  find: (root) => programFindings(root, "oxlint/bin/oxlint", ["--deny-warnings"]),
};

export const format: Check = {
  name: "format (npm run format)",
  find: (root) => programFindings(root, "oxfmt/bin/oxfmt", ["--list-different", "."]),
};

/** Files, exports and dependencies that nothing uses. */
export const unused: Check = {
  name: "unused files and dependencies",
  find: (root) =>
    programFindings(root, "knip/bin/knip.js", [
      "--no-progress",
      "--no-config-hints",
      "--include",
      "files,dependencies,unlisted,unresolved",
    ]),
};
