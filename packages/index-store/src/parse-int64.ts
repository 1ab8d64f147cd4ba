/** Whole numbers of 64 bits as the index has them: heights, times, sizes and counts, all below 2^53. */
export function parseInt64(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
}
