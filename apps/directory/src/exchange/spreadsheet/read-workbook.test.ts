import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { writeXlsx, type WriteSheet } from "hucre/xlsx";
import { readImportTable, type ImportTable } from "./import-table.ts";
import { fileBytesMax, inflatedBytesMax } from "./limits.ts";
import { readTable } from "./read-table.ts";
import { readText } from "./read-text.ts";
import { templateCsv, templateXlsx, titles } from "./template.ts";

const provider = "11610000MB2A00001X";
type Cell = string | number | boolean | Date | null;

/** The example of the template, in a catalogue. */
const good: readonly Cell[][] = readText(templateCsv)
  .rows.slice(1)
  .map((row) => row.slice(0, titles.length));
const place = (title: string): number => titles.indexOf(title);
const sheet = (rows: readonly (readonly Cell[])[], more: Partial<WriteSheet> = {}): WriteSheet => ({
  name: "目录",
  rows: rows.map((row) => [...row]),
  ...more,
});

/** Rows of the example with single cells changed: `row,title` → value. */
function rowsWith(changes: Readonly<Record<string, Cell>> = {}): Cell[][] {
  const rows = good.map((row) => [...row]);
  const first = rows[0] ?? assert.fail();
  first[place("所属目录")] = "C1";
  for (const [key, value] of Object.entries(changes)) {
    const [row = "", title = ""] = key.split(",");
    const cells = rows[Number(row)] ?? assert.fail();
    cells[place(title)] = value;
  }
  return rows;
}

async function read(sheets: readonly WriteSheet[], change?: (parts: Record<string, Uint8Array>) => void) {
  let bytes = await writeXlsx({ sheets: [...sheets] });
  if (change !== undefined) {
    const parts = unzipSync(bytes);
    change(parts);
    bytes = zipSync(parts);
  }
  return readImportTable(await readTable(bytes), provider);
}

const told = ({ faults }: ImportTable): readonly string[] => faults.map(({ cell, fault }) => `${cell} ${fault.en}`);
const isTold = (table: ImportTable, pattern: RegExp): void => {
  assert.match(told(table).join("\n"), pattern);
  assert.deepEqual(table.entries, []);
};

describe("a workbook of entries", () => {
  it("gives the same entries as the same table in CSV", async () => {
    const fromCsv = readImportTable(
      readText(templateCsv.replace("信息,,3,3", "信息,C1,3,3").replace("信息,,", "信息,C1,")),
      provider,
    );
    const rows = rowsWith();
    const table = await read([sheet([titles, ...rows])]);
    assert.deepEqual(told(table), []);
    const fromText = readImportTable(readText([titles, ...rows].map((row) => row.join("\t")).join("\n")), provider);
    assert.deepEqual(table.entries, fromText.entries);
    assert.equal(fromCsv.titles.length, titles.length);
  });

  it("may have a heading, titles in two rows, and merged cells of one entry", async () => {
    const upper = titles.map((title) => (["共享类型", "共享方式", "共享条件"].includes(title) ? "共享属性" : title));
    const lower = titles.map((title) => (["共享类型", "共享方式", "共享条件"].includes(title) ? title : ""));
    const second = rowsWith({ "0,信息资源代码": "307003001/000002", "0,信息资源摘要": "" });
    const merges = [
      { startRow: 0, endRow: 0, startCol: 0, endCol: titles.length - 1 },
      { startRow: 1, endRow: 2, startCol: 0, endCol: 0 },
      { startRow: 3, endRow: 4, startCol: 0, endCol: 0 },
      { startRow: 3, endRow: 6, startCol: place("信息资源摘要"), endCol: place("信息资源摘要") },
    ];
    const table = await read([
      sheet([["市场监管局政务信息资源目录"], upper, lower, ...rowsWith(), ...second], { merges }),
    ]);
    assert.deepEqual(told(table), []);
    const [one, two] = table.entries as { summary: string; items: unknown[] }[];
    assert.deepEqual([one?.items.length, two?.items.length, two?.summary], [2, 2, one?.summary]);
  });

  it("names the cell where merging hides what is meant", async () => {
    const item = place("信息项名称");
    const rows = [titles, ...rowsWith()];
    const merge = (startCol: number, endCol: number, endRow = 2) => ({
      merges: [{ startRow: 1, endRow, startCol, endCol }],
    });
    isTold(await read([sheet(rows, merge(item, item))]), /^P2 items must not be merged/);
    isTold(await read([sheet(rows, merge(1, 2, 1))]), /^B2 merged over several columns/);
    isTold(
      await read([sheet(rows, { merges: [{ startRow: 0, endRow: 1, startCol: 0, endCol: 0 }] })]),
      /A1 merged with the titles/,
    );
  });

  it("names cells that are formulas, errors, dates or numbers that lost digits", async () => {
    const formula = await read([sheet([titles, ...rowsWith()])], (parts) => {
      const path = "xl/worksheets/sheet1.xml";
      const text = strFromU8(parts[path] ?? assert.fail());
      parts[path] = strToU8(text.replace(/(<c r="B2"[^>]*>)/, "$1<f>A1&amp;A2</f>"));
    });
    isTold(formula, /^B2 a formula/);
    isTold(
      await read([sheet([titles, ...rowsWith({ "0,信息资源代码": new Date("2026-01-05T00:00:00Z") })])]),
      /^A2 a date/,
    );
    isTold(
      await read([sheet([titles, ...rowsWith({ "0,信息资源代码": 3.07003001000001e20 })])]),
      /^A2 a number that lost digits/,
    );
    isTold(await read([sheet([titles, ...rowsWith({ "0,信息资源名称": "=HYPERLINK(1)" })])]), /^B2 a formula/);
    isTold(await read([sheet([titles, ...rowsWith({ "0,信息资源名称": "锟斤拷" })])]), /^B2 unreadable characters/);
    isTold(await read([sheet([titles, ...rowsWith({ "1,数据长度": 1.5 })])]), /^R3 a whole number/);
    isTold(await read([sheet([titles, ...rowsWith({ "1,更新周期": 5 })])]), /^H3 not what row 2 says/);
    isTold(await read([sheet([titles, ...rowsWith({ "1,信息项名称": "企业名称" })])]), /^P3 the same item as in row 2/);
    isTold(
      await read([sheet([titles, ...rowsWith({ "0,信息资源提供方代码": "11610000MB2A00002U" })])]),
      /^C2 another department/,
    );
  });

  it("reads the visible sheet of entries only, and says which sheets are hidden", async () => {
    const hidden = sheet([titles, ...rowsWith({ "0,信息资源名称": "别处" })], { name: "旧表", hidden: true });
    const table = await read([hidden, sheet([["说明"]], { name: "说明" }), sheet([titles, ...rowsWith()])]);
    assert.deepEqual(told(table), []);
    assert.deepEqual(
      table.notes.map(({ en }) => en),
      ["the hidden sheet “旧表” is not read"],
    );
    assert.equal((table.entries[0] as { name: string }).name, "企业登记基本信息");
    const twice = await read([sheet([titles, ...rowsWith()]), sheet([titles, ...rowsWith()], { name: "二" })]);
    isTold(twice, /both hold entries/);
    isTold(await read([sheet([titles, ...rowsWith()], { rows: [[...titles]] })]), /no entries below the titles/);
    const rowHidden = await read([sheet([titles, ...rowsWith()], { rowDefs: new Map([[2, { hidden: true }]]) })]);
    isTold(rowHidden, /^A3 a hidden row/);
  });

  it("refuses bombs, what is no workbook, and what is too large, at once", async () => {
    const bomb = await read([sheet([titles, ...rowsWith()])], (parts) => {
      parts["xl/worksheets/sheet1.xml"] = new Uint8Array(inflatedBytesMax + 1).fill(0x20);
    });
    isTold(bomb, /unpack to more than 48 MB/);
    const entities = await read([sheet([titles, ...rowsWith()])], (parts) => {
      const path = "xl/worksheets/sheet1.xml";
      const text = strFromU8(parts[path] ?? assert.fail());
      parts[path] = strToU8(text.replace("?>", '?><!DOCTYPE a [<!ENTITY b "c">]>'));
    });
    isTold(entities, /no program for spreadsheets/);
    const far = await read([sheet([titles, ...rowsWith()])], (parts) => {
      const path = "xl/worksheets/sheet1.xml";
      const text = strFromU8(parts[path] ?? assert.fail());
      parts[path] = strToU8(
        text.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
      );
    });
    assert.ok(far.faults.length <= 1, told(far).join());
    for (const bytes of [
      Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 1, 2, 3]),
      zipSync({ "a.txt": strToU8("a") }),
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1, 1]),
    ])
      isTold(readImportTable(await readTable(bytes), provider), /\.xlsx/);
    isTold(readImportTable(await readTable(new Uint8Array(fileBytesMax + 1)), provider), /^A1 larger than 4 MB/);
    const whole = await writeXlsx({ sheets: [sheet([titles, ...rowsWith()])] });
    for (let length = 4; length < whole.length; length += 97)
      assert.deepEqual(readImportTable(await readTable(whole.subarray(0, length)), provider).entries, []);
  });

  it("says so when rows are too many, quotes are open, or the text is no table", async () => {
    const many = [titles, ...Array.from({ length: 5_001 }, () => rowsWith()[1] ?? [])];
    isTold(await read([sheet(many)]), /at most 5000 rows/);
    isTold(readImportTable(readText('信息资源代码,信息资源名称\n"a,b'), provider), /^A\d+ a quotation mark/);
    isTold(readImportTable(readText("%PDF-1.4"), provider), /this column is missing/);
  });

  it("has a template that explains itself and is no table of entries until it is filled in", async () => {
    isTold(readImportTable(await readTable(await templateXlsx()), provider), /no entries below the titles/);
  });
});
