import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";

const shownBytesMax = 256;

/** Printable UTF-8 as it is, anything else as hex, long values cut. */
export function readable(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, shownBytesMax);
  const rest = bytes.length > shownBytesMax ? ` … (${bytes.length} bytes)` : "";
  const text = bytesToUtf8(shown);
  const printable = !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text);
  return (printable ? text : `hex:${bytesToHex(shown)}`) + rest;
}
