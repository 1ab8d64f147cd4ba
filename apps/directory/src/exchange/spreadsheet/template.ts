import Papa from "papaparse";
import { writeXlsx, type WriteOptions } from "hucre/xlsx";
import type { LocalText } from "@yanta/ui";
import { attributes, cycles, formats, itemTypes, opening, sharingModes, sharingTypes } from "../../portal/words.ts";
import { cellName } from "./cell-table.ts";
import { type Column, columns, requiredColumns } from "./columns.ts";
import { rowsMax } from "./limits.ts";

const names = Object.keys(columns) as Column[];

/** The titles in their order. */
export const titles: readonly string[] = names.map((column) => columns[column][0]);

/** An entry of two items, as an example to be copied. */
const example: readonly Partial<Record<Column, string>>[] = [
  {
    code: "307003001/000001",
    name: "企业登记基本信息",
    summary: "企业登记注册的基本信息",
    format: "3",
    attribute: "3",
    cycle: "2",
    sharing: "2",
    mode: "1",
    condition: "用于行政审批核验",
    open: "0",
    item: "企业名称",
    type: "C",
    length: "200",
  },
  { item: "统一社会信用代码", type: "C", length: "18" },
];

const exampleRows = example.map((row) => names.map((column) => row[column] ?? ""));

/** The titles of an empty table, and one entry to copy; with the mark by which spreadsheet programs know UTF-8. */
export const templateCsv = `\ufeff${Papa.unparse([titles, ...exampleRows])}\r\n`;

const choices: Partial<Record<Column, Readonly<Record<string, LocalText>>>> = {
  format: formats,
  attribute: attributes,
  cycle: cycles,
  sharing: sharingTypes,
  mode: sharingModes,
  open: opening,
  type: itemTypes,
};

/** What a column takes, in words. */
function explanationOf(column: Column): string {
  const need = requiredColumns.includes(column) ? "必填 required" : "";
  const words = Object.entries(choices[column] ?? {}).map(([number, { zh, en }]) => `${number} ${zh} ${en}`);
  return [need, words.join("；"), explanations[column] ?? ""].filter((part) => part !== "").join("。");
}

const explanations: Partial<Record<Column, string>> = {
  code: "如 307003001/000001；同一目录的后续信息项留空 empty for further items of the same entry",
  provider: "本部门统一社会信用代码，可不填 your department's code, may be empty",
  catalogue: "职责树中目录节点的编号 id of the catalogue in the duty tree",
  condition: "共享类型为 2 时必填 needed for type 2",
  basis: "共享类型为 3 时必填 needed for type 3",
  openCondition: "向社会开放时必填 needed when open",
  related: "多个以逗号分隔 several with commas between them",
};

/** The template as a workbook: an empty sheet whose choices drop down, and one that explains the columns. */
export function templateXlsx(): Promise<Uint8Array> {
  const book: WriteOptions = {
    sheets: [
      {
        name: "政务信息资源目录",
        rows: [[...titles]],
        columns: names.map((column) => ({ width: column === "summary" ? 40 : 18, numFmt: "@" })),
        freezePane: { rows: 1 },
        dataValidations: names.flatMap((column, index) => {
          const words = Object.entries(choices[column] ?? {}).map(([number, { zh }]) => `${number} ${zh}`);
          const range = `${cellName(1, index)}:${cellName(rowsMax, index)}`;
          // The letters of data types stand alone.
          const values = column === "type" ? Object.keys(itemTypes) : words;
          return values.length === 0 ? [] : [{ type: "list" as const, range, values, allowBlank: true }];
        }),
      },
      {
        name: "填写说明",
        rows: [
          ["列 column", "说明 explanation", "示例 example"],
          ...names.map((column, index) => [titles[index] ?? "", explanationOf(column), exampleRows[0]?.[index] ?? ""]),
        ],
        columns: [{ width: 24 }, { width: 80 }, { width: 30 }],
      },
    ],
  };
  return writeXlsx(book);
}
