import assert from "node:assert/strict";
import { test } from "node:test";
import { IntakeGate } from "./intake-gate.ts";

test("two blocks may wait until the rate is known, and while it is low", () => {
  const gate = new IntakeGate();
  assert.equal(gate.countMax(100), 200);
  assert.equal(gate.committed(5, 0, 100, 1000), 200);
  assert.equal(gate.committed(5, 3, 100, 60_000), 200);
});

test("a busy network lets in what it commits in two seconds", () => {
  const gate = new IntakeGate();
  let allowed = 0;
  for (let ms = 0; ms <= 20_000; ms += 200) allowed = gate.committed(100, 400, 100, ms);
  assert.equal(allowed, 1000);
});

test("the limit follows the rate, and pauses do not count", () => {
  const gate = new IntakeGate();
  for (let ms = 0; ms <= 10_000; ms += 100) gate.committed(100, 400, 100, ms);
  gate.committed(100, 0, 100, 10_100);
  assert.equal(gate.committed(3, 0, 100, 90_000), 2000);
  let allowed = 0;
  for (let ms = 100_000; ms <= 140_000; ms += 1000) allowed = gate.committed(250, 400, 100, ms);
  assert.equal(allowed, 501);
});
