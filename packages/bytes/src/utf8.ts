import { nativeBuffer, plainBytes } from "./native-buffer.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
/** Up to this length a loop over ASCII beats the call into an encoder. */
const loopLengthMax = 32;

/** UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function utf8ToBytes(text: string): Uint8Array {
  const short = text.length <= loopLengthMax ? asciiToBytes(text) : undefined;
  if (short !== undefined) return short;
  return nativeBuffer === undefined ? encoder.encode(text) : plainBytes(nativeBuffer.from(text, "utf8"));
}

/** Text of UTF-8 bytes; malformed sequences become U+FFFD. */
export function bytesToUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Undefined when a character is not ASCII. */
function asciiToBytes(text: string): Uint8Array | undefined {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return undefined;
    out[i] = code;
  }
  return out;
}
