/** Fills `size` fresh bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** Bytes from the platform's secure generator. Not for consensus code. */
export function randomBytes(size: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(size));
}
