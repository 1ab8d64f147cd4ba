import assert from "node:assert/strict";
import { test } from "node:test";
import { IntakeGate } from "./intake-gate.ts";

const capacity = 100;

function gateOf(waiting = new Set<string>()): IntakeGate {
  return new IntakeGate({
    isWaiting: (txId) => waiting.has(txId),
    blockCapacity: () => capacity,
    validatorCount: () => 4,
  });
}

test("two blocks may wait until the rate is known, and while it is low", () => {
  const gate = gateOf();
  assert.equal(gate.countMax, 200);
  gate.committed({ txCount: 5, waitingCount: 0, nowMs: 1000 });
  assert.equal(gate.countMax, 200);
  gate.committed({ txCount: 5, waitingCount: 3, nowMs: 60_000 });
  assert.equal(gate.countMax, 200);
});

test("a busy network lets in what it commits in a second", () => {
  const gate = gateOf();
  for (let nowMs = 0; nowMs <= 20_000; nowMs += 100) gate.committed({ txCount: 100, waitingCount: 400, nowMs });
  assert.equal(gate.countMax, 1000);
});

test("the limit follows the rate, and pauses do not count", () => {
  const gate = gateOf();
  for (let nowMs = 0; nowMs <= 10_000; nowMs += 100) gate.committed({ txCount: 100, waitingCount: 400, nowMs });
  gate.committed({ txCount: 100, waitingCount: 0, nowMs: 10_100 });
  gate.committed({ txCount: 3, waitingCount: 0, nowMs: 90_000 });
  assert.equal(gate.countMax, 1000);
  for (let nowMs = 100_000; nowMs <= 140_000; nowMs += 1000) gate.committed({ txCount: 250, waitingCount: 400, nowMs });
  assert.equal(gate.countMax, 251);
});

test("the clients of one node may have all of it while nobody else sends", () => {
  const waiting = new Set<string>();
  const gate = gateOf(waiting);
  let next = 0;
  const fill = (): void => {
    for (; gate.countMax > waiting.size; next++) {
      gate.admitted(`tx${next}`);
      waiting.add(`tx${next}`);
    }
  };
  for (let nowMs = 0; nowMs <= 20_000; nowMs += 200) {
    fill();
    for (const txId of [...waiting].slice(0, capacity)) waiting.delete(txId);
    gate.committed({ txCount: capacity, waitingCount: waiting.size, nowMs });
  }
  fill();
  assert.equal(waiting.size, 500);
});

test("nodes that hear of each other's late do not let in as much as each knows of", () => {
  const count = 4;
  /** Everything that waits anywhere; a node knows what its own clients sent, and nothing else. */
  const waiting = Array.from({ length: count }, () => new Set<string>());
  const gates = waiting.map((own) => gateOf(own));
  const total = (): number => waiting.reduce((sum, { size }) => sum + size, 0);
  let next = 0;
  for (let block = 0; block < 200; block++) {
    for (const [index, gate] of gates.entries()) {
      const own = waiting[index] ?? new Set();
      for (; gate.countMax > own.size; next++) {
        gate.admitted(`tx${next}`);
        own.add(`tx${next}`);
      }
    }
    // A block of 200/s takes a part of each.
    for (const own of waiting) for (const txId of [...own].slice(0, capacity / count)) own.delete(txId);
    const load = { txCount: capacity, waitingCount: total(), nowMs: 500 * block };
    for (const gate of gates) gate.committed(load);
  }
  assert.ok(total() <= 300, `${total()} wait, 200 a second are committed`);
  assert.ok(total() >= 150, `only ${total()} wait`);
});

test("after a busy time a node's clients get all of it again", () => {
  const waiting = new Set<string>();
  const gate = gateOf(waiting);
  for (let nowMs = 0; nowMs < 10_000; nowMs += 500) gate.committed({ txCount: 100, waitingCount: 100, nowMs });
  for (let at = 0; gate.countMax > 0; at++) {
    gate.admitted(`tx${at}`);
    waiting.add(`tx${at}`);
  }
  assert.ok(waiting.size < 50, `${waiting.size} of 200 for one of four that sent nothing`);
  waiting.clear();
  for (let nowMs = 20_000; nowMs < 40_000; nowMs += 1000) gate.committed({ txCount: 1, waitingCount: 0, nowMs });
  for (let at = 0; gate.countMax > waiting.size; at++) {
    gate.admitted(`again${at}`);
    waiting.add(`again${at}`);
  }
  assert.ok(waiting.size > 190, `${waiting.size} of 200`);
});
