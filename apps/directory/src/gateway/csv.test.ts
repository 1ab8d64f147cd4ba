import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { parseCsv } from "./csv.ts";

it("reads quotes, commas and line ends in fields, all kinds of ends, and a byte order mark", () => {
  assert.deepEqual(parseCsv('\ufeffa,b\r\n"1,""2""\n3",\n,x'), [
    ["a", "b"],
    ['1,"2"\n3', ""],
    ["", "x"],
  ]);
  assert.deepEqual(parseCsv(""), []);
  assert.deepEqual(parseCsv("a,\n"), [["a", ""]]);
  assert.deepEqual(parseCsv("a,"), [["a", ""]]);
});

it("refuses quotes that do not close, or close too early", () => {
  for (const text of ['"a', 'a\n"b""', '"a"b,c']) assert.equal(parseCsv(text), undefined, text);
});

it("reads what was written, whatever it is", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", "中", " ") });
  const property = fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
    const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\r\n");
    assert.deepEqual(parseCsv(`${text}\r\n`), rows);
  });
  fc.assert(property, { numRuns: 300 });
});
