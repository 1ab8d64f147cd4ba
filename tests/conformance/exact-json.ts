/** Reads JSON so that nothing is rounded: integers beyond 2^53 become text. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const isRounded = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
    return isRounded ? (context?.source ?? value) : value;
  });
}
