/** Stands in for the parts of node:assert/strict that the conformance tests use. */
const assert = {
  ok(value: unknown, message?: string): void {
    if (!value) fail(message ?? "the value is not truthy");
  },

  equal(actual: unknown, expected: unknown, message?: string): void {
    if (!Object.is(actual, expected)) fail(message ?? `${show(actual)} is not ${show(expected)}`);
  },

  deepEqual(actual: unknown, expected: unknown, message?: string): void {
    if (!isDeepEqual(actual, expected)) fail(message ?? `${show(actual)} is not ${show(expected)}`);
  },

  match(text: string, pattern: RegExp): void {
    if (!pattern.test(text)) fail(`${show(text)} does not match ${pattern.source}`);
  },

  throws(body: () => void): void {
    try {
      body();
    } catch {
      return;
    }
    fail("nothing was thrown");
  },

  fail,
};

// oxlint-disable-next-line import/no-default-export -- node:assert/strict has one
export default assert;

function fail(message = "failed"): never {
  throw new Error(message);
}

function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b) || ArrayBuffer.isView(a) !== ArrayBuffer.isView(b)) return false;
  const aKeys = Object.keys(a);
  return (
    aKeys.length === Object.keys(b).length &&
    aKeys.every((key) => Object.hasOwn(b, key) && isDeepEqual(Reflect.get(a, key), Reflect.get(b, key)))
  );
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? `${item}n` : item));
  return (text ?? String(value)).slice(0, 500);
}
