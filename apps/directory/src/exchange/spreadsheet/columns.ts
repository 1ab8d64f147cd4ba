import { headRowsMax } from "./limits.ts";

/** Columns as departments write them, most common title first; English titles are understood, too. Spec: 政务信息资源目录编制指南(试行), 2017; GB/T 21063. */
export const columns = {
  code: ["信息资源代码", "资源代码", "code"],
  name: ["信息资源名称", "资源名称", "name"],
  provider: ["信息资源提供方代码", "提供方代码", "provider"],
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
  openCondition: ["开放条件", "open condition"],
  related: ["关联资源代码", "related"],
  item: ["信息项名称", "信息项", "item"],
  type: ["数据类型", "type"],
  length: ["数据长度", "长度", "length"],
} as const;

export type Column = keyof typeof columns;

/** Columns whose cells are of one item; all others are of the entry. */
export const itemColumns: readonly Column[] = ["item", "type", "length"];

export const requiredColumns: readonly Column[] = [
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

/** Where the titles stand. */
export interface Titles {
  /** The last row of the titles, from 0. */
  readonly row: number;
  readonly titles: readonly string[];
  /** Each column's place; -1 when it is missing. */
  readonly places: Readonly<Record<Column, number>>;
}

/** Titles that a row must know beside the code's to be the titles' row: a line of explanation knows one at most. */
const knownMin = 3;

/** Finds the titles, which may stand below a heading and fill two rows (`共享属性` above `共享类型`); undefined when they are not there. */
export function findTitles(rows: readonly (readonly string[])[]): Titles | undefined {
  const row = rows.slice(0, headRowsMax).findIndex((cells) => isTitles(cells));
  if (row === -1) return undefined;
  const [upper = [], lower = []] = rows.slice(row, row + 2);
  const code = lower[upper.findIndex((cell) => columnOf(cell) === "code")] ?? "";
  // The code's title fills both rows, or is empty in the second one.
  const isSecond =
    (code === "" || columnOf(code) === "code") && lower.filter((cell) => columnOf(cell) !== undefined).length >= 2;
  const titles = upper.map(
    (cell, index) => (isSecond && columnOf(lower[index]) !== undefined ? lower[index] : cell) ?? "",
  );
  const places = Object.fromEntries(
    Object.keys(columns).map((column) => [column, titles.findIndex((title) => columnOf(title) === column)]),
  ) as Record<Column, number>;
  return { row: isSecond ? row + 1 : row, titles, places };
}

function isTitles(cells: readonly string[]): boolean {
  const known = cells.map((cell) => columnOf(cell)).filter((column) => column !== undefined);
  return known.includes("code") && known.length >= knownMin;
}

/** Without the marks that templates put around a title: spaces, line ends, `*` for required. */
function columnOf(cell: string | undefined): Column | undefined {
  const plain = (cell ?? "").toLowerCase().replaceAll(/[\s*＊]|[(（]必填[)）]/gu, "");
  if (plain === "") return undefined;
  return byTitle.get(plain);
}

const byTitle = new Map(
  Object.entries(columns).flatMap(([column, names]) =>
    names.map((name) => [name.replaceAll(" ", ""), column as Column] as const),
  ),
);
