const strictDecoder = new TextDecoder("utf-8", { fatal: true });

/** Whether `bytes[start, end)` is well-formed UTF-8; ASCII, the usual case, without a decoder. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    try {
      strictDecoder.decode(bytes.subarray(i, end));
      return true;
    } catch {
      return false;
    }
  }
  return true;
}
