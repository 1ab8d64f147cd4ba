import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const architecture = read("ARCHITECTURE.md");

test("the picture of the packages is that of layers.json", () => {
  const { layers } = JSON.parse(read("layers.json")) as { layers: readonly (readonly string[])[] };
  const [, picture = ""] = /```text\n([^`]*)```/.exec(architecture) ?? [];
  const names = new Set(layers.flat());
  const rows = picture
    .trimEnd()
    .split("\n")
    .map((row) => row.split(/\s{2,}/).filter((word) => names.has(word)));
  assert.deepEqual(rows.toReversed(), layers);
});

test("the table says of every package what it owns", () => {
  const { layers } = JSON.parse(read("layers.json")) as { layers: readonly (readonly string[])[] };
  const [, table = ""] = /\n(\| package \|[^]*?)\n\n/.exec(architecture) ?? [];
  const firstCells = table.split("\n").map((row) => row.split("|")[1] ?? "");
  for (const name of layers.flat()) {
    const word = new RegExp(`(^|[\\s[,])${name}($|[\\s\\],])`);
    assert.ok(
      firstCells.some((cell) => word.test(cell)),
      `${name} is missing`,
    );
  }
});

test("the table of folders names all that there are", () => {
  const [, table = ""] = /\n(\| folder \|[^]*?)\n\n/.exec(architecture) ?? [];
  for (const parent of ["contracts", "tests", "bench"]) {
    const row = table.split("\n").find((each) => each.startsWith(`| [${parent}]`)) ?? "";
    for (const entry of readdirSync(new URL(`../../${parent}`, import.meta.url), { withFileTypes: true }))
      if (entry.isDirectory()) assert.ok(row.includes(`\`${entry.name}\``), `${parent}/${entry.name} is missing`);
  }
});

test("it stays short enough to be read", () => {
  assert.ok(architecture.split("\n").length <= 250);
});
