import type { LocalText } from "@yanta/ui";

/** Something wrong with one cell, whatever the cell is to mean. */
export interface TableFault {
  /** From 0. */
  readonly row: number;
  readonly column: number;
  readonly fault: LocalText;
}

/** Cells that are shown as one; from 0, ends included. */
export interface Merge {
  readonly startRow: number;
  readonly endRow: number;
  readonly startCol: number;
  readonly endCol: number;
}

/** The cells of one sheet as texts without spaces around them. */
export interface CellTable {
  /** Name of the sheet that was read; empty for texts. */
  readonly sheet: string;
  readonly rows: readonly (readonly string[])[];
  readonly merges: readonly Merge[];
  readonly faults: readonly TableFault[];
  /** What a person should know though it is not wrong: sheets that were not read. */
  readonly notes: readonly LocalText[];
}

/** A file that cannot be read at all; the fault stands at its first cell. */
export function unreadable(fault: LocalText): CellTable {
  return { sheet: "", rows: [], merges: [], faults: [{ row: 0, column: 0, fault }], notes: [] };
}

/** `B3` of row 2, column 1. */
export function cellName(row: number, column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return `${letters}${row + 1}`;
}

/** What is wrong with a text in any cell; undefined when nothing is. */
export function textFault(text: string): LocalText | undefined {
  if (/\ufffd|锟斤拷/u.test(text))
    return {
      en: "unreadable characters: save the file as UTF-8, GB18030 or .xlsx",
      zh: "含有乱码，请以 UTF-8、GB18030 或 .xlsx 格式重新保存",
    };
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text.replaceAll("\r\n", "\n")))
    return { en: "control characters", zh: "含有控制字符" };
  if (text.startsWith("=")) return { en: "a formula: paste its value", zh: "含有公式，请粘贴为数值" };
  return undefined;
}
