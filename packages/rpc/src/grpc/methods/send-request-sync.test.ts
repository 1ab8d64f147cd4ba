import assert from "node:assert/strict";
import { test } from "node:test";
import { goDuration } from "./send-request-sync.ts";

test("durations as Go writes them", () => {
  const texts: Record<number, string> = {
    0: "0s",
    1: "1ms",
    999: "999ms",
    1000: "1s",
    1500: "1.5s",
    1001: "1.001s",
    59_999: "59.999s",
    60_000: "1m0s",
    90_500: "1m30.5s",
    3_600_000: "1h0m0s",
    3_661_001: "1h1m1.001s",
    90_000_000: "25h0m0s",
  };
  for (const [ms, text] of Object.entries(texts)) assert.equal(goDuration(Number(ms)), text);
});
