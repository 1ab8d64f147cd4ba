import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CodedError } from "@yanta/errors";
import { parseHeight, parseNumber, parseParameters } from "./arguments.ts";

function outcomeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

test("parameters: text as it is, hex, files", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "yanta-arguments-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "a.bin");
  writeFileSync(file, Uint8Array.of(0, 255));
  const parsed = parseParameters(["a=1=2", "b=", "c=hex:00fF", "d=hex:", `e=@${file}`, "__proto__=p"]);
  assert.deepEqual(
    Object.entries(parsed).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
    [
      ["a", "1=2"],
      ["b", ""],
      ["c", [0, 255]],
      ["d", []],
      ["e", [0, 255]],
      ["__proto__", "p"],
    ],
  );
});

test("what is no parameter is refused", () => {
  for (const pair of ["a", "=b", "", "a=hex:0", "a=hex:0g", "a=@/nowhere/file", "a=@/"])
    assert.equal(
      outcomeOf(() => parseParameters([pair])),
      "CLI_ARGUMENT",
      pair,
    );
});

test("heights are those that a subscription can carry", () => {
  assert.equal(
    outcomeOf(() => parseHeight("0")),
    0n,
  );
  assert.equal(
    outcomeOf(() => parseHeight("9223372036854775807")),
    2n ** 63n - 1n,
  );
  for (const text of ["9223372036854775808", "-1", "1.0", "1e3", "0x1", "", " 1"])
    assert.equal(
      outcomeOf(() => parseHeight(text)),
      "CLI_ARGUMENT",
      text,
    );
});

test("numbers are decimal digits within bounds; an empty text is none", () => {
  const range = { min: 0, max: 65_535 };
  assert.equal(
    outcomeOf(() => parseNumber("65535", "--port", range)),
    65_535,
  );
  for (const text of ["", " ", "65536", "-1", "0x10", "1e3", "1.0", "Infinity"])
    assert.equal(
      outcomeOf(() => parseNumber(text, "--port", range)),
      "CLI_ARGUMENT",
      text,
    );
  assert.equal(
    outcomeOf(() => parseNumber("0", "--years", { min: 1, max: 2 })),
    "CLI_ARGUMENT",
  );
});
