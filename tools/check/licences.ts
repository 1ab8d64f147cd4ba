import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check.ts";

interface LockEntry {
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

const allowed = new Set(["Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "MIT-0", "BlueOak-1.0.0"]);
const ownLicence = "Apache-2.0";

/** Every package that ships or runs with Yanta (not development tools) is under a permissive licence. */
export const licences: Check = {
  name: "licences",
  async find(root) {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Readonly<Record<string, LockEntry>>;
    };
    return Object.entries(lock.packages).flatMap(([path, { license, dev, link }]) => {
      if (dev === true || link === true) return [];
      if (!path.includes("node_modules/")) return license === ownLicence ? [] : [`${path || "."}: not ${ownLicence}`];
      return isAllowed(license) ? [] : [`${path}: licence ${license ?? "unknown"} is not on the allow-list`];
    });
  },
};

/** An SPDX expression of plain ORs and ANDs: one side of an OR is enough, both of an AND are needed. */
function isAllowed(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  const plain = expression.replace(/[()]/g, "");
  return plain.split(" OR ").some((choice) => choice.split(" AND ").every((name) => allowed.has(name.trim())));
}
