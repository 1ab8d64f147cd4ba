import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "./fields.ts";
import listedFailures from "./known-failures.json" with { type: "json" };
import { readVectorJson } from "./vectors-folder.ts";

/** Case ids that are known to fail, with the reason. The list only shrinks: a listed case that passes is a failure. */
export const knownFailures: ReadonlyMap<string, string> = readKnownFailures();

/**
 * Makes one test of each case of a vector file. A folder without the file gets no tests. `aspect` tells apart several
 * tests of the same case.
 */
export function checkCases(file: string, check: (vector: Fields) => void, aspect = ""): void {
  for (const [index, vector] of (readVectorJson(file)?.objects("cases") ?? []).entries()) {
    checkCase(`${file}#${index}${aspect === "" ? "" : ` ${aspect}`}`, () => check(vector));
  }
}

/** Makes the test of one case. */
export function checkCase(id: string, check: () => void): void {
  test(id, () => {
    if (!knownFailures.has(id)) return check();
    assert.throws(check, `${id} passes now: take it off known-failures.json`);
  });
}

function readKnownFailures(): ReadonlyMap<string, string> {
  const entries = new Fields({ list: listedFailures }, "known-failures.json").objects("list");
  return new Map(entries.map((entry) => [entry.text("case"), entry.text("reason")]));
}
