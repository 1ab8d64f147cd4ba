import type { LocalText } from "@yanta/ui";
import { attributes, cycles, formats, itemTypes, opening, sharingModes, sharingTypes } from "../../portal/words.ts";
import { cellName, type CellTable, type Merge } from "./cell-table.ts";
import { type Column, columns, findTitles, itemColumns, requiredColumns, type Titles } from "./columns.ts";
import { entriesMax, faultsMax, rowsMax } from "./limits.ts";

/** A cell that is wrong. Rows as the sheet counts them, from 1. */
export interface CellFault {
  readonly row: number;
  /** Title of the column, or the column's letters when it has none. */
  readonly column: string;
  /** `B3`. */
  readonly cell: string;
  readonly fault: LocalText;
}

/** Entries as `importEntries` takes them, or what is wrong with the table; the cells are for showing the faults. */
export interface ImportTable {
  readonly titles: readonly string[];
  /** Rows below the titles that hold something. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly string[] }[];
  readonly entries: readonly unknown[];
  /** At most `faultsMax`. */
  readonly faults: readonly CellFault[];
  readonly notes: readonly LocalText[];
}

/**
 * Reads a table in which each row is an item: where the code is empty or merged, the row belongs to the entry above. `provider` is the department that
 * writes. No entries come of a table with a fault.
 */
export function readImportTable(table: CellTable, provider: string): ImportTable {
  const found = findTitles(table.rows);
  const titles = found?.titles ?? table.rows[0] ?? [];
  const rows = table.rows
    .map((cells, index) => ({ number: index + 1, cells }))
    .filter(({ number, cells }) => number > (found?.row ?? 0) + 1 && cells.some((cell) => cell !== ""));
  const faults: CellFault[] = table.faults.map(({ row, column, fault }) => faultAt(titles, row, column, fault));
  const entries: readonly unknown[] = found === undefined ? [] : readRows({ table, found, rows, provider, faults });
  for (const column of found === undefined || faults.length === 0 ? requiredColumns : [])
    if ((found?.places[column] ?? -1) === -1)
      faults.push({
        row: (found?.row ?? 0) + 1,
        column: columns[column][0],
        cell: "",
        fault: { en: "this column is missing", zh: "缺少此列" },
      });
  const isGood = faults.length === 0;
  return { titles, rows, entries: isGood ? entries : [], faults: faults.slice(0, faultsMax), notes: table.notes };
}

interface Reading {
  readonly table: CellTable;
  readonly found: Titles;
  readonly rows: ImportTable["rows"];
  readonly provider: string;
  readonly faults: CellFault[];
}

function readRows({ table, found, rows, provider, faults }: Reading): readonly unknown[] {
  const { places, titles } = found;
  if (requiredColumns.some((column) => places[column] === -1)) return [];
  const tooMany = (what: LocalText): void => void faults.push(faultAt(titles, found.row, places.code, what));
  if (rows.length > rowsMax) {
    tooMany({ en: `at most ${rowsMax} rows`, zh: `最多 ${rowsMax} 行` });
    return [];
  }
  if (rows.length === 0) tooMany({ en: "no entries below the titles", zh: "标题行之下没有目录" });
  const merged = mergedCells(table, found, faults);
  const entries = readEntries(
    rows.map(({ number, cells }) => toRow({ number, cells, places, titles, merged, faults })),
    provider,
  );
  if (entries.length > entriesMax)
    tooMany({ en: `at most ${entriesMax} entries`, zh: `每次最多 ${entriesMax} 条目录` });
  return entries;
}

/** Cells below the titles that show another cell's value: `row,column` → that value. */
function mergedCells({ rows, merges }: CellTable, { row, titles, places }: Titles, faults: CellFault[]) {
  const items = itemColumns.map((column) => places[column]);
  const shown = new Map<string, string>();
  const below = merges.filter((merge) => merge.endRow > row && (rows[merge.startRow]?.length ?? 0) > merge.startCol);
  for (const merge of below) {
    const fault = mergeFault(merge, row, items);
    if (fault !== undefined) faults.push(faultAt(titles, merge.startRow, merge.startCol, fault));
    else
      for (let at = merge.startRow + 1; at <= Math.min(merge.endRow, rows.length - 1); at++)
        shown.set(`${at},${merge.startCol}`, rows[merge.startRow]?.[merge.startCol] ?? "");
  }
  return shown;
}

function mergeFault(
  { startRow, startCol, endCol }: Merge,
  titlesRow: number,
  items: readonly number[],
): LocalText | undefined {
  if (startRow <= titlesRow) return { en: "merged with the titles: unmerge it", zh: "与标题行合并，请取消合并" };
  if (startCol !== endCol) return { en: "merged over several columns: unmerge it", zh: "跨列合并，请取消合并" };
  if (items.includes(startCol))
    return { en: "items must not be merged: each has its own row", zh: "信息项不能合并，每项单独一行" };
  return undefined;
}

interface Row {
  /** As the sheet counts. */
  readonly number: number;
  /** What the cell shows: its own text, or that of the cell it is merged with. */
  readonly cell: (column: Column) => string;
  /** The cell's own text only. */
  readonly own: (column: Column) => string;
  readonly refuse: (column: Column, text: LocalText) => void;
}

interface RowSource {
  readonly number: number;
  readonly cells: readonly string[];
  readonly places: Titles["places"];
  readonly titles: readonly string[];
  readonly merged: ReadonlyMap<string, string>;
  readonly faults: CellFault[];
}

function toRow({ number, cells, places, titles, merged, faults }: RowSource): Row {
  const own = (column: Column): string => cells[places[column]] ?? "";
  return {
    number,
    own,
    cell: (column) => own(column) || (merged.get(`${number - 1},${places[column]}`) ?? ""),
    refuse: (column, text) => {
      const place = places[column];
      faults.push(
        place === -1
          ? { row: number, column: columns[column][0], cell: "", fault: text }
          : faultAt(titles, number - 1, place, text),
      );
    },
  };
}

interface ReadEntry {
  readonly row: Row;
  readonly content: { readonly items: unknown[] };
  readonly itemRows: Map<string, number>;
}

function readEntries(rows: readonly Row[], provider: string): readonly unknown[] {
  const entries: ReadEntry[] = [];
  const firstRows = new Map<string, number>();
  for (const row of rows) {
    const code = row.own("code");
    const before = entries.at(-1);
    if (code === "" && before !== undefined) {
      goOn(before, row);
      continue;
    }
    const twin = firstRows.get(code);
    if (twin !== undefined)
      row.refuse("code", { en: `the same code as in row ${twin}`, zh: `与第 ${twin} 行代码重复` });
    firstRows.set(code, row.number);
    const entry = { row, content: readEntry(row, provider), itemRows: new Map<string, number>() };
    addItem(entry, row);
    entries.push(entry);
  }
  return entries.map(({ content }) => content);
}

/** A row without a code: another item of the entry above, of which it must not say anything else. */
function goOn(entry: ReadEntry, row: Row): void {
  for (const column of Object.keys(columns) as Column[]) {
    const text = row.own(column);
    if (itemColumns.includes(column) || text === "" || text === entry.row.cell(column)) continue;
    row.refuse(column, {
      en: `not what row ${entry.row.number} says, to which this row belongs as it has no code`,
      zh: `与第 ${entry.row.number} 行不一致（本行没有代码，归入该行目录）`,
    });
  }
  addItem(entry, row);
}

function addItem({ content, itemRows }: ReadEntry, row: Row): void {
  const name = row.cell("item");
  const twin = itemRows.get(name);
  if (twin !== undefined && name !== "")
    row.refuse("item", { en: `the same item as in row ${twin}`, zh: `与第 ${twin} 行信息项重复` });
  itemRows.set(name, row.number);
  content.items.push(readItem(row));
}

function readEntry(row: Row, provider: string): { readonly items: unknown[] } {
  const code = row.cell("code");
  if (!entryCode.test(code)) row.refuse("code", { en: "such as 307003001/000001", zh: "格式应如 307003001/000001" });
  const named = row.cell("provider");
  if (named !== "" && named !== provider)
    row.refuse("provider", {
      en: `another department than yours (${provider})`,
      zh: `不是本部门的统一社会信用代码（${provider}）`,
    });
  const related = row
    .cell("related")
    .split(/[\s,，;；、]+/u)
    .filter((text) => text !== "");
  if (related.some((other) => !entryCode.test(other)))
    row.refuse("related", { en: "codes with commas between them", zh: "应为目录代码，以逗号分隔" });
  return {
    code,
    name: filled(row, "name", 200),
    summary: filled(row, "summary", 2000),
    provider,
    catalogue: filled(row, "catalogue", 64),
    format: choice(row, "format", formats),
    attribute: choice(row, "attribute", attributes),
    cycle: choice(row, "cycle", cycles),
    isSecret: false,
    sharing: readSharing(row),
    open: readOpen(row),
    ...(related.length === 0 ? {} : { related }),
    items: [],
  } as { readonly items: unknown[] };
}

const entryCode = /^[1-9]\d{5,19}\/\d{1,12}$/;

function readSharing(row: Row): object {
  const type = choice(row, "sharing", sharingTypes);
  const condition = row.cell("condition");
  const basis = row.cell("basis");
  // What is not shared has no way of being shared.
  const mode = type === 3 && row.cell("mode") === "" ? undefined : choice(row, "mode", sharingModes);
  if (type === 2 && condition === "")
    row.refuse("condition", { en: "conditional sharing needs its condition", zh: "有条件共享须填写共享条件" });
  if (type === 3 && basis === "")
    row.refuse("basis", { en: "not sharing needs its legal basis", zh: "不予共享须填写法律依据" });
  return {
    type,
    ...(mode === undefined ? {} : { mode }),
    ...(condition === "" ? {} : { condition }),
    ...(basis === "" ? {} : { basis }),
  };
}

function readOpen(row: Row): object {
  const type = choice(row, "open", opening);
  const condition = row.cell("openCondition");
  if (type === 1 && condition === "")
    row.refuse("openCondition", { en: "opening needs its condition", zh: "向社会开放须填写开放条件" });
  return { type, ...(condition === "" ? {} : { condition }) };
}

function readItem(row: Row): unknown {
  const length = row.cell("length");
  if (length !== "" && !/^[1-9]\d{0,8}$/.test(length)) row.refuse("length", { en: "a whole number", zh: "应为正整数" });
  const type = row.cell("type");
  const known = Object.entries(itemTypes).find(([letter, { zh }]) => letter === type.toUpperCase() || zh === type);
  if (known === undefined)
    row.refuse("type", { en: "one of C N Y D T L M G B I F", zh: "应为 C N Y D T L M G B I F 之一" });
  return {
    name: filled(row, "item", 200),
    type: known?.[0] ?? type,
    ...(length === "" ? {} : { length: Number(length) }),
  };
}

function filled(row: Row, column: Column, lengthMax: number): string {
  const text = row.cell(column);
  if (text === "") row.refuse(column, { en: "must not be empty", zh: "不能为空" });
  if (text.length > lengthMax)
    row.refuse(column, { en: `at most ${lengthMax} characters`, zh: `最多 ${lengthMax} 个字` });
  return text;
}

/** A number of the standard, or the word for it. */
function choice(row: Row, column: Column, words: Readonly<Record<string, LocalText>>): number {
  const text = row.cell(column);
  const found = Object.entries(words).find(([number, { zh, en }]) =>
    [number, zh, en, `${number} ${zh}`].includes(text),
  );
  if (found !== undefined) return Number(found[0]);
  const all = Object.entries(words);
  row.refuse(column, {
    en: `one of ${all.map(([number, { en }]) => `${number} ${en}`).join(", ")}`,
    zh: `应为 ${all.map(([number, { zh }]) => `${number} ${zh}`).join("、")} 之一`,
  });
  return -1;
}

/** Row and column from 0. */
function faultAt(titles: readonly string[], row: number, column: number, fault: LocalText): CellFault {
  const cell = cellName(row, column);
  return { row: row + 1, column: titles[column] || cell.replace(/\d+$/, ""), cell, fault };
}
