import { hasWideCharacter, nativeBuffer, nativeText, plainBytes } from "./native-buffer.ts";

const hexDigits: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
/** Below this a loop beats the call into Buffer. */
const nativeEncodeLengthMin = 16;

/** Lower-case hex without prefix. */
export function bytesToHex(bytes: Uint8Array): string {
  if (nativeBuffer !== undefined && bytes.length >= nativeEncodeLengthMin)
    return nativeText(nativeBuffer, bytes, "hex");
  let out = "";
  for (const byte of bytes) out += hexDigits[byte];
  return out;
}

/** Bytes of an even-length hex text, either case, without prefix; undefined when it is not hex. */
export function hexToBytes(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  if (nativeBuffer !== undefined) {
    // Buffer stops at the first character that is not hex.
    if (hasWideCharacter(text)) return undefined;
    const decoded = nativeBuffer.from(text, "hex");
    return decoded.length === text.length / 2 ? plainBytes(decoded) : undefined;
  }
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) {
    const byte = 16 * digitValue(text.charCodeAt(2 * i)) + digitValue(text.charCodeAt(2 * i + 1));
    if (Number.isNaN(byte)) return undefined;
    out[i] = byte;
  }
  return out;
}

/** 0–15 for the character code of a hex digit, else NaN. */
function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : Number.NaN;
}
