import Papa from "papaparse";
import type { LocalText } from "@yanta/ui";
import { attributes, cycles, formats, itemTypes, opening, sharingModes, sharingTypes } from "./words.ts";

/** A cell that is wrong. Rows as the sheet counts them: the titles are row 1. */
export interface CellFault {
  readonly row: number;
  readonly column: string;
  readonly fault: LocalText;
}

/** Entries as `importEntries` takes them, or what is wrong with the table; the cells are for showing the faults. */
export interface ImportTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly entries: readonly unknown[];
  readonly faults: readonly CellFault[];
}

/** Rows of one import; the contract takes 500 entries. */
export const rowsMax = 5_000;
const entriesMax = 500;

/** Columns of GB/T 21063 as departments write them; English titles are understood, too. */
const columns = {
  code: ["信息资源代码", "code"],
  name: ["信息资源名称", "name"],
  summary: ["信息资源摘要", "摘要", "summary"],
  catalogue: ["所属目录", "catalogue"],
  format: ["信息资源格式", "资源格式", "format"],
  attribute: ["资源属性", "attribute"],
  cycle: ["更新周期", "cycle"],
  sharing: ["共享类型", "sharing"],
  mode: ["共享方式", "mode"],
  condition: ["共享条件", "condition"],
  basis: ["不予共享依据", "basis"],
  open: ["开放属性", "是否向社会开放", "open"],
  item: ["信息项名称", "item"],
  type: ["数据类型", "type"],
  length: ["数据长度", "长度", "length"],
} as const;

type Column = keyof typeof columns;
const required: readonly Column[] = [
  "code",
  "name",
  "summary",
  "catalogue",
  "format",
  "attribute",
  "cycle",
  "sharing",
  "open",
  "item",
  "type",
];

/** The titles of an empty table, and one row to copy. */
export const templateCsv = `${Object.values(columns)
  .map(([title]) => title)
  .join(
    ",",
  )}\r\n307003001/000001,企业登记基本信息,企业登记注册的基本信息,,3,3,2,2,1,用于行政审批核验,,0,企业名称,C,200\r\n,,,,,,,,,,,,统一社会信用代码,C,18\r\n`;

/** The text of a file of a spreadsheet program: UTF-8, UTF-16 with its mark, or GB18030, which is common. */
export function decodeTable(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

/**
 * Reads a table, comma- or tab-separated, in which each row is an item. Where the code is empty, as in merged cells, the row belongs to the entry
 * above. `provider` is the department that writes.
 */
export function readImportTable(text: string, provider: string): ImportTable {
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: "greedy", preview: rowsMax + 2 });
  const [titles = [], ...rows] = data.map((row) => row.map((cell) => cell.trim()));
  const faults: CellFault[] = [];
  const places = placesOf(titles, faults);
  if (rows.length > rowsMax)
    faults.push(fault(rowsMax + 2, titles[0] ?? "", { en: `at most ${rowsMax} rows`, zh: `最多 ${rowsMax} 行` }));
  if (faults.length > 0) return { titles, rows, entries: [], faults };
  const entries = readEntries(rows, places, titles, provider, faults);
  if (entries.length > entriesMax)
    faults.push(
      fault(2, titles[places.code] ?? "", { en: `at most ${entriesMax} entries`, zh: `每次最多 ${entriesMax} 条目录` }),
    );
  return { titles, rows, entries, faults };
}

type Places = Readonly<Record<Column, number>>;

function placesOf(titles: readonly string[], faults: CellFault[]): Places {
  const places = Object.fromEntries(
    Object.entries(columns).map(([column, names]) => [
      column,
      titles.findIndex((title) => names.some((name) => title.toLowerCase().replace(/^\ufeff/, "") === name)),
    ]),
  ) as Record<Column, number>;
  for (const column of required)
    if (places[column] === -1)
      faults.push(fault(1, columns[column][0], { en: "this column is missing", zh: "缺少此列" }));
  return places;
}

interface Row {
  /** As the sheet counts. */
  readonly number: number;
  readonly cell: (column: Column) => string;
  readonly refuse: (column: Column, text: LocalText) => void;
}

function readEntries(
  rows: readonly (readonly string[])[],
  places: Places,
  titles: readonly string[],
  provider: string,
  faults: CellFault[],
): readonly unknown[] {
  const entries: { readonly items: unknown[] }[] = [];
  const firstRows = new Map<string, number>();
  for (const [index, cells] of rows.entries()) {
    const number = index + 2;
    const row: Row = {
      number,
      cell: (column) => cells[places[column]] ?? "",
      refuse: (column, text) => faults.push(fault(number, titles[places[column]] ?? columns[column][0], text)),
    };
    const code = row.cell("code");
    const before = entries.at(-1);
    if (code === "" && before !== undefined) {
      before.items.push(readItem(row));
      continue;
    }
    const twin = firstRows.get(code);
    if (twin !== undefined)
      row.refuse("code", { en: `the same code as in row ${twin}`, zh: `与第 ${twin} 行代码重复` });
    firstRows.set(code, number);
    entries.push(readEntry(row, provider));
  }
  return entries;
}

function readEntry(row: Row, provider: string): { readonly items: unknown[] } {
  const code = row.cell("code");
  if (!/^[1-9]\d{5,19}\/\d{1,12}$/.test(code))
    row.refuse("code", { en: "such as 307003001/000001", zh: "格式应如 307003001/000001" });
  const sharing = choice(row, "sharing", sharingTypes);
  const condition = row.cell("condition");
  const basis = row.cell("basis");
  // What is not shared has no way of being shared.
  const mode = sharing === 3 && row.cell("mode") === "" ? undefined : choice(row, "mode", sharingModes);
  if (sharing === 2 && condition === "")
    row.refuse("condition", { en: "conditional sharing needs its condition", zh: "有条件共享须填写共享条件" });
  if (sharing === 3 && basis === "")
    row.refuse("basis", { en: "not sharing needs its legal basis", zh: "不予共享须填写法律依据" });
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
    sharing: {
      type: sharing,
      ...(mode === undefined ? {} : { mode }),
      ...(condition === "" ? {} : { condition }),
      ...(basis === "" ? {} : { basis }),
    },
    open: { type: choice(row, "open", opening) },
    items: [readItem(row)],
  } as { readonly items: unknown[] };
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
  const found = Object.entries(words).find(([number, { zh, en }]) => [number, zh, en].includes(text));
  if (found !== undefined) return Number(found[0]);
  const all = Object.entries(words);
  row.refuse(column, {
    en: `one of ${all.map(([number, { en }]) => `${number} ${en}`).join(", ")}`,
    zh: `应为 ${all.map(([number, { zh }]) => `${number} ${zh}`).join("、")} 之一`,
  });
  return -1;
}

function fault(row: number, column: string, text: LocalText): CellFault {
  return { row, column, fault: text };
}
