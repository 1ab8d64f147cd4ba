import { nativeBuffer, nativeText, plainBytes } from "./native-buffer.ts";
import { bytesToUtf8, utf8ToBytes } from "./utf8.ts";

/**
 * A binary string holds one byte (0–255) a character. State keys travel in this form inside the core:
 * it is a cheap Map key, and `<` on it is byte-wise order.
 */
export type BinaryString = string;

const asciiOnly = /^[\u0000-\u007f]*$/;
/** Below these lengths a loop beats the call into Buffer. */
const nativeEncodeLengthMin = 16;
const nativeDecodeLengthMin = 32;

/** The bytes as a binary string. */
export function bytesToBinaryString(bytes: Uint8Array): BinaryString {
  if (nativeBuffer !== undefined && bytes.length >= nativeEncodeLengthMin) {
    return nativeText(nativeBuffer, bytes, "latin1");
  }
  let out = "";
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}

/** The bytes of a binary string; of a character above 255 (not a binary string) the low byte. */
export function binaryStringToBytes(text: BinaryString): Uint8Array {
  if (nativeBuffer !== undefined && text.length >= nativeDecodeLengthMin) {
    return plainBytes(nativeBuffer.from(text, "latin1"));
  }
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** The UTF-8 bytes of a text as a binary string; ASCII text is returned as it is. */
export function textToBinaryString(text: string): BinaryString {
  return asciiOnly.test(text) ? text : bytesToBinaryString(utf8ToBytes(text));
}

/** The text whose UTF-8 bytes a binary string holds; ASCII is returned as it is. */
export function binaryStringToText(text: BinaryString): string {
  return asciiOnly.test(text) ? text : bytesToUtf8(binaryStringToBytes(text));
}
