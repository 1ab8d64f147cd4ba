import assert from "node:assert/strict";
import { test } from "node:test";
import { blockVersionFromText } from "./block-version.ts";

const cases: readonly (readonly [text: string, version: number])[] = [
  ["2030600", 2030600],
  ["2030700", 2030700],
  ["0", 2300],
  ["v2.2.0_alpha", 220],
  ["v2.2.0", 2201],
  ["v2.2.1", 2210],
  ["v2.2.3", 2230],
  ["v2.3.0", 2301],
  ["v2.3.0_qc", 2300],
  ["v2.3.1", 2030100],
  ["v2.3.1.2", 2030102],
  ["v2.3.7", 2030700],
  ["v2.1.0", 20],
  ["v1.2.7", 20],
];

for (const [text, version] of cases)
  test(`${text} is ${version}`, () => assert.equal(blockVersionFromText(text), version));

test("other texts are refused", () => {
  for (const text of ["", "latest", "2.3.0", "-1", "99999999999", "4294967296"]) {
    assert.throws(() => blockVersionFromText(text), { code: "PROTOCOL_BLOCK_VERSION_UNREADABLE" });
  }
});
