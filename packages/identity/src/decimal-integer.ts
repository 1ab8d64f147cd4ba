/** Parses a decimal integer as rules write it: optional sign, digits, no spaces; undefined when it is none or not exact. */
export function parseDecimalInteger(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
