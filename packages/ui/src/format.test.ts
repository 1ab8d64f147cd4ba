import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDay, formatNumber, formatTime } from "./format.ts";

test("times and numbers as each language writes them; no time is a dash", () => {
  const noon = Date.UTC(2026, 10, 24, 12) / 1000;
  assert.match(formatDay(noon, "zh"), /2026年11月2\d日/);
  assert.match(formatTime(noon, "en"), /2\d Nov 2026, \d\d:\d\d/);
  assert.equal(formatDay(0, "zh"), "—");
  assert.equal(formatNumber(1_234_567, "en"), "1,234,567");
});
