/** The part of Node.js's Buffer that this package uses when it is there; everything works without it, slower. */
export interface NativeBuffer {
  from(text: string, encoding: "hex" | "latin1" | "base64" | "utf8"): Uint8Array<ArrayBuffer>;
  from(
    memory: ArrayBufferLike,
    offset: number,
    length: number,
  ): { toString(encoding: "hex" | "latin1" | "base64"): string };
  allocUnsafe(length: number): Uint8Array<ArrayBuffer>;
  compare(a: Uint8Array, b: Uint8Array): number;
}

/** Buffer in Node.js; undefined in a browser. */
export const nativeBuffer: NativeBuffer | undefined = typeof Buffer === "undefined" ? undefined : Buffer;

/** The text that `encoding` gives for the bytes. */
export function nativeText(native: NativeBuffer, bytes: Uint8Array, encoding: "hex" | "latin1" | "base64"): string {
  return native.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}

/** A plain Uint8Array on the same memory: Buffer's own `slice` shares memory, and deep comparison tells them apart. */
export function plainBytes(buffer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** True for a character above 255: Buffer's hex and base64 decoders look at its low byte only and may take it. */
export function hasWideCharacter(text: string): boolean {
  return wideCharacter.test(text);
}

const wideCharacter = /[^\u0000-\u00ff]/;
