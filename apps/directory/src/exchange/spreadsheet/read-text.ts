import Papa from "papaparse";
import { textFault, unreadable, type CellTable, type TableFault } from "./cell-table.ts";
import { columnsMax, headRowsMax, rowsMax } from "./limits.ts";

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

/** Cells of a CSV text or of cells that were pasted, which tabs separate. Rows keep their numbers, empty ones too. */
export function readText(text: string): CellTable {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/, "").trimEnd(), {
    preview: headRowsMax + rowsMax + 2,
    delimitersToGuess: ["\t", ",", ";"],
  });
  const quote = errors.find(({ type }) => type === "Quotes");
  if (quote !== undefined)
    return {
      ...unreadable({ en: "a quotation mark is not closed", zh: "引号没有成对" }),
      faults: [{ row: quote.row ?? 0, column: 0, fault: { en: "a quotation mark is not closed", zh: "引号没有成对" } }],
    };
  const rows = data.map((row) => row.slice(0, columnsMax).map((cell) => cell.trim()));
  return { sheet: "", rows, merges: [], faults: textFaults(rows), notes: [] };
}

/** Faults of the texts of all cells. */
export function textFaults(rows: readonly (readonly string[])[]): readonly TableFault[] {
  return rows.flatMap((cells, row) =>
    cells.flatMap((text, column) => {
      const fault = textFault(text);
      return fault === undefined ? [] : [{ row, column, fault }];
    }),
  );
}
