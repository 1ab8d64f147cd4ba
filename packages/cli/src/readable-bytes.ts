import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";

const shownBytesMax = 256;

/** Printable UTF-8 as it is, anything else as hex, long values cut. */
export function readable(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, characterStart(bytes, shownBytesMax));
  const rest = bytes.length > shownBytesMax ? ` … (${bytes.length} bytes)` : "";
  const text = bytesToUtf8(shown);
  const printable = !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text);
  return (printable ? text : `hex:${bytesToHex(shown)}`) + rest;
}

/** `position`, or the start of the UTF-8 character that it would cut. */
function characterStart(bytes: Uint8Array, position: number): number {
  let start = position;
  while (start > position - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}

/** A text of a contract as a terminal may show it: what would steer the terminal is replaced. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "·");
}
