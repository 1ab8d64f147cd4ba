import { unreadable, type CellTable } from "./cell-table.ts";
import { fileBytesMax } from "./limits.ts";
import { decodeTable, readText } from "./read-text.ts";
import { readWorkbook } from "./read-workbook.ts";

/** Cells of a file by what its bytes are, not by its name: .xlsx, or CSV in UTF-8, UTF-16 or GB18030. */
export async function readTable(bytes: Uint8Array): Promise<CellTable> {
  if (bytes.length > fileBytesMax) return tooLarge;
  if (startsWith(bytes, zip)) return readWorkbook(bytes);
  if (startsWith(bytes, compound))
    return unreadable({
      en: "an old .xls file, or one with a password: save it as .xlsx without one",
      zh: "旧式 .xls 或加密文件，请另存为不加密的 .xlsx",
    });
  return readText(decodeTable(bytes));
}

/** What is said of a file that is not even read. */
export const tooLarge: CellTable = unreadable({
  en: `larger than ${fileBytesMax / 1024 / 1024} MB: split the table`,
  zh: `文件超过 ${fileBytesMax / 1024 / 1024} MB，请拆分后填报`,
});

const zip = [0x50, 0x4b, 0x03, 0x04];
/** OLE compound file: .xls, and workbooks with a password. */
const compound = [0xd0, 0xcf, 0x11, 0xe0];

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
