import { readXlsx, type Cell, type CellValue, type Sheet } from "hucre/xlsx";
import type { LocalText } from "@yanta/ui";
import { cellName, textFault, unreadable, type CellTable, type TableFault } from "./cell-table.ts";
import { findTitles } from "./columns.ts";
import { columnsMax, headRowsMax, inflatedBytesMax, mergesMax, rowsMax } from "./limits.ts";
import { unpackWorkbook, type PackFault } from "./unpack-workbook.ts";

/** One row more than an import may have, so that it is seen. */
const range = `A1:${cellName(headRowsMax + rowsMax, columnsMax - 1)}`;

/**
 * Cells of an .xlsx file: of the visible sheet that has the titles of entries. What a text cannot hold is a fault at its cell: formulas (their values may be old),
 * errors, dates where a code was meant, rows that are hidden.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<CellTable> {
  const packed = unpackWorkbook(bytes);
  if (typeof packed === "string") return unreadable(packFaults[packed]);
  let sheets: readonly Sheet[];
  try {
    ({ sheets } = await readXlsx(packed, { range }));
  } catch {
    return unreadable(packFaults["not-a-workbook"]);
  }
  const tables = sheets.map((sheet) => toTable(sheet));
  const isHidden = ({ hidden, veryHidden }: Sheet): boolean => hidden === true || veryHidden === true;
  const visible = tables.filter((_table, index) => sheets[index] !== undefined && !isHidden(sheets[index]));
  const [first, ...others] = visible.filter(({ rows }) => findTitles(rows) !== undefined);
  const notes = sheets
    .filter((sheet) => isHidden(sheet))
    .map(({ name }) => ({ en: `the hidden sheet “${name}” is not read`, zh: `隐藏的工作表“${name}”未读取` }));
  if (first === undefined) return { ...(visible[0] ?? unreadable(noSheet)), notes };
  const twice = others.map(({ sheet }) => ({
    row: 0,
    column: 0,
    fault: {
      en: `the sheets “${first.sheet}” and “${sheet}” both hold entries: put them into one`,
      zh: `工作表“${first.sheet}”与“${sheet}”均含目录，请合并到一个工作表`,
    },
  }));
  return { ...first, faults: [...twice, ...first.faults], notes };
}

const noSheet: LocalText = { en: "no visible sheet", zh: "没有可见的工作表" };

const packFaults: Readonly<Record<PackFault, LocalText>> = {
  "not-a-workbook": {
    en: "not a readable .xlsx file: save it anew as .xlsx, without a password",
    zh: "不是可读取的 .xlsx 文件，请另存为不加密的 .xlsx",
  },
  "too-large": {
    en: `its cells unpack to more than ${inflatedBytesMax / 1024 / 1024} MB: split the table`,
    zh: `解压后超过 ${inflatedBytesMax / 1024 / 1024} MB，请拆分表格`,
  },
  dangerous: { en: "no program for spreadsheets writes such a file", zh: "文件结构异常，不予读取" },
};

function toTable({ name, rows: given, cells, merges = [], rowDefs }: Sheet): CellTable {
  const faults: TableFault[] = [];
  const rows = given.map((values, row) =>
    values.map((value, column) => {
      const { text, fault } = readCell(value, cells?.get(`${row},${column}`));
      const wrong = fault ?? textFault(text);
      if (wrong !== undefined) faults.push({ row, column, fault: wrong });
      return text;
    }),
  );
  for (const [row, { hidden }] of rowDefs ?? [])
    if (hidden === true && rows[row]?.some((text) => text !== "") === true)
      faults.push({
        row,
        column: 0,
        fault: { en: "a hidden row: show or delete it", zh: "该行被隐藏，请取消隐藏或删除" },
      });
  const tooMany = { en: `more than ${mergesMax} merged ranges`, zh: `合并单元格超过 ${mergesMax} 处` };
  if (merges.length > mergesMax) faults.push({ row: 0, column: 0, fault: tooMany });
  return { sheet: name, rows, merges: merges.slice(0, mergesMax), faults, notes: [] };
}

interface ReadCell {
  readonly text: string;
  readonly fault?: LocalText;
}

function readCell(value: CellValue, cell: Cell | undefined): ReadCell {
  if (cell?.formula !== undefined)
    return { text: textOf(value), fault: { en: "a formula: paste its value", zh: "含有公式，请粘贴为数值" } };
  if (cell?.type === "error") return { text: textOf(value), fault: { en: "an error value", zh: "单元格为错误值" } };
  if (value instanceof Date)
    return {
      text: Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10),
      fault: { en: "a date: format the cell as text", zh: "单元格是日期，请设为文本格式" },
    };
  if (typeof value === "number" && !Number.isSafeInteger(value) && Math.abs(value) > 1e15)
    return {
      text: textOf(value),
      fault: { en: "a number that lost digits: format the cell as text", zh: "数字位数丢失，请设为文本格式" },
    };
  return { text: textOf(value) };
}

function textOf(value: CellValue): string {
  if (value === null || value === undefined) return "";
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value).trim();
}
