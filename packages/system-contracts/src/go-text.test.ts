import assert from "node:assert/strict";
import { it } from "node:test";
import { goQuote, parseBool, parseInteger, parseUint } from "./go-text.ts";

it("numbers are those that Go takes", () => {
  assert.deepEqual(parseUint("007"), { kind: "value", value: 7n });
  assert.deepEqual(parseUint("+7"), { kind: "error", message: 'strconv.ParseUint: parsing "+7": invalid syntax' });
  assert.deepEqual(parseUint("1_0"), { kind: "error", message: 'strconv.ParseUint: parsing "1_0": invalid syntax' });
  assert.deepEqual(parseUint("4294967296", 32), {
    kind: "error",
    message: 'strconv.ParseUint: parsing "4294967296": value out of range',
  });
  assert.deepEqual(parseInteger("+7"), { kind: "value", value: 7n });
  assert.deepEqual(parseInteger("-9223372036854775808"), { kind: "value", value: -(2n ** 63n) });
  assert.deepEqual(parseInteger("9223372036854775808"), {
    kind: "error",
    message: 'strconv.Atoi: parsing "9223372036854775808": value out of range',
  });
  assert.deepEqual(parseUint("0".repeat(100) + "18446744073709551615"), { kind: "value", value: 2n ** 64n - 1n });
  for (const long of ["18446744073709551616", "1" + "0".repeat(30)])
    assert.deepEqual(parseUint(long), {
      kind: "error",
      message: `strconv.ParseUint: parsing "${long}": value out of range`,
    });
  assert.deepEqual(parseInteger("-" + "0".repeat(30) + "5"), { kind: "value", value: -5n });
  for (const long of ["-9223372036854775809", "-1" + "0".repeat(30), "+1" + "0".repeat(30)])
    assert.deepEqual(parseInteger(long), {
      kind: "error",
      message: `strconv.Atoi: parsing "${long}": value out of range`,
    });
  assert.deepEqual(parseBool("T"), { kind: "value", value: true });
  assert.deepEqual(parseBool("tRUE"), { kind: "error", message: 'strconv.ParseBool: parsing "tRUE": invalid syntax' });
});

it("a number of millions of digits takes no time to refuse", () => {
  const startedMs = performance.now();
  assert.equal(parseUint("9".repeat(9_000_000)).kind, "error");
  assert.ok(performance.now() - startedMs < 2_000);
});

it("texts are quoted as Go does", () => {
  assert.equal(goQuote('a"b\\\n\u0001\u007f雁'), '"a\\"b\\\\\\n\\x01\\x7f雁"');
});
