import { Unzip, UnzipInflate, zipSync } from "fflate";
import { inflatedBytesMax, partsMax } from "./limits.ts";

/** Why a workbook is not read. */
export type PackFault = "not-a-workbook" | "too-large" | "dangerous";

/** Read at once; inflates to 16 MB at most before the sum is looked at. */
const pieceBytes = 16 * 1024;

/** Parts that hold cells: no pictures, macros, themes or links to elsewhere. */
const telling =
  /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[\w -]+\.xml)$/;

/**
 * Takes the parts that hold cells out of an .xlsx file and packs them anew, without compression: whoever reads the new file meets no bomb, no part twice and no
 * part that two readers understand differently.
 */
export function unpackWorkbook(bytes: Uint8Array): Uint8Array | PackFault {
  const parts = new Map<string, Uint8Array[]>();
  let fault: PackFault | undefined;
  let inflated = 0;
  let count = 0;
  let open = 0;
  const unzip = new Unzip((file) => {
    count++;
    // Written by macOS with a leading slash or other ways of writing: such parts are none.
    if (count > partsMax || parts.has(file.name)) fault ??= "dangerous";
    if (fault !== undefined || !telling.test(file.name)) return;
    const pieces: Uint8Array[] = [];
    parts.set(file.name, pieces);
    open++;
    file.ondata = (error, piece, isLast) => {
      if (isLast) open--;
      if (error !== null) fault ??= "not-a-workbook";
      else inflated += piece.length;
      if (inflated > inflatedBytesMax) fault ??= "too-large";
      if (fault === undefined) pieces.push(piece);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && fault === undefined; at += pieceBytes)
      unzip.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
  } catch {
    return fault ?? "not-a-workbook";
  }
  if (fault !== undefined) return fault;
  if (open > 0 || !parts.has("xl/workbook.xml") || !hasEnd(bytes)) return "not-a-workbook";
  const whole = [...parts].map(([name, pieces]) => [name, joined(pieces)] as const);
  // Spreadsheet programs write no document types; whoever does wants entities.
  if (whole.some(([, part]) => holdsDoctype(part))) return "dangerous";
  return zipSync(Object.fromEntries(whole), { level: 0 });
}

/** The record that ends an archive, which may be followed by a comment: without it the file was cut off. */
function hasEnd(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--)
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 5 && bytes[at + 3] === 6) return true;
  return false;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const beginBytes = 4_096;

/** A document type stands before the first element; a part in UTF-16 is none that programs write. */
function holdsDoctype(part: Uint8Array): boolean {
  const begin = part.subarray(0, beginBytes);
  return begin.includes(0) || new TextDecoder("utf-8").decode(begin).includes("<!DOCTYPE");
}
