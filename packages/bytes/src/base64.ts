import { binaryStringToBytes, bytesToBinaryString } from "./binary-string.ts";
import { hasWideCharacter, nativeBuffer, nativeText, plainBytes } from "./native-buffer.ts";

/** Standard base64 with padding. */
export function bytesToBase64(bytes: Uint8Array): string {
  return nativeBuffer === undefined ? btoa(bytesToBinaryString(bytes)) : nativeText(nativeBuffer, bytes, "base64");
}

/** Bytes of standard base64 text, white space ignored; undefined when it is not base64. */
export function base64ToBytes(text: string): Uint8Array | undefined {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, "") : text;
  if (compact.length % 4 !== 0) return undefined;
  if (nativeBuffer === undefined) {
    return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) ? binaryStringToBytes(atob(compact)) : undefined;
  }
  if (compact.includes("-") || compact.includes("_") || hasWideCharacter(compact)) return undefined;
  // Buffer skips what is not base64 and stops at padding, so a text that is not base64 comes out too short.
  const decoded = nativeBuffer.from(compact, "base64");
  return decoded.length === decodedLength(compact) ? plainBytes(decoded) : undefined;
}

function decodedLength(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}
