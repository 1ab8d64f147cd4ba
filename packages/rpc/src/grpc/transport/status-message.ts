import { utf8ToBytes } from "@yanta/bytes";

/** Bytes of one status text in a header: clients take 8 kB of headers in all, and every byte may become three. */
export const statusMessageBytesMax = 2048;

/**
 * The text of a status as a header value: UTF-8, where every byte but printable ASCII, and `%` itself, is `%` and two hexadecimal
 * digits. A long text is cut. Spec: gRPC over HTTP2, "Status-Message".
 */
export function encodeStatusMessage(text: string): string {
  const bytes = utf8ToBytes(text.length > statusMessageBytesMax ? text.slice(0, statusMessageBytesMax) : text);
  let encoded = "";
  for (const byte of bytes.subarray(0, endOfText(bytes))) {
    encoded +=
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}

/** Where to cut so that no character is torn. */
function endOfText(bytes: Uint8Array): number {
  let end = Math.min(bytes.length, statusMessageBytesMax);
  while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}
