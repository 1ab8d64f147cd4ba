import { bytesToBinaryString, binaryStringToBytes } from "./binary-string.ts";

/** Standard base64 with padding. */
export function bytesToBase64(bytes: Uint8Array): string {
  return btoa(bytesToBinaryString(bytes));
}

/** Bytes of standard base64 text, white space ignored; undefined when it is not base64. */
export function base64ToBytes(text: string): Uint8Array | undefined {
  const compact = text.replace(/\s+/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  return binaryStringToBytes(atob(compact));
}
