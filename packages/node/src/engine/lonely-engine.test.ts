import assert from "node:assert/strict";
import { test } from "node:test";
import { lonelyMsMax, lonelyMsMin } from "../limits.ts";
import { createLonelinessWatch } from "./lonely-engine.ts";

test("an engine without peers is started again after a while, ever less often, until it has one", () => {
  const isDue = createLonelinessWatch();
  const due = (fromMs: number, toMs: number, peerCount: number): number[] => {
    const found: number[] = [];
    for (let ms = fromMs; ms < toMs; ms += 1_000) if (isDue(peerCount, ms)) found.push(ms);
    return found;
  };
  assert.deepEqual(due(0, 8 * lonelyMsMin, 0), [lonelyMsMin, 3 * lonelyMsMin, 7 * lonelyMsMin]);
  const late = due(8 * lonelyMsMin, 8 * lonelyMsMin + 10 * lonelyMsMax, 0);
  assert.equal((late.at(-1) ?? 0) - (late.at(-2) ?? 0), lonelyMsMax);
  const backMs = 100 * lonelyMsMax;
  assert.deepEqual(due(backMs, backMs + lonelyMsMax, 1), []);
  assert.deepEqual(due(backMs, backMs + 2 * lonelyMsMin, 0), [backMs + lonelyMsMin]);
});
