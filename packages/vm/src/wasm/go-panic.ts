/**
 * Where ChainMaker's host code would panic: the call ends with this text alone as its message, code 1 and no events.
 * Spec: vm.md §8.3.
 */
export class GoPanic extends Error {
  constructor(text: string) {
    super(text);
    this.name = "GoPanic";
  }
}

/** Checks `slice[low:high]` of a slice with `size` bytes as Go does; bounds are signed 32-bit numbers. Errors: GoPanic. */
export function checkGoSlice(size: number, low: number, high: number): void {
  if (high < 0) throw new GoPanic(`runtime error: slice bounds out of range [:${high}]`);
  if (high > size) throw new GoPanic(`runtime error: slice bounds out of range [:${high}] with capacity ${size}`);
  if (low < 0) throw new GoPanic(`runtime error: slice bounds out of range [${low}:]`);
  if (low > high) throw new GoPanic(`runtime error: slice bounds out of range [${low}:${high}]`);
}

/** Go's refusal to make a slice of negative length. Errors: GoPanic. */
export function checkGoLength(length: number): void {
  if (length < 0) throw new GoPanic("runtime error: makeslice: len out of range");
}
