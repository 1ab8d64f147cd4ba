import assert from "node:assert/strict";
import { test } from "node:test";
import { requestBytesMax, socketQueueBytesMax, socketQueueMax, socketsQueueBytesMax } from "../limits.ts";
import { WaitingCalls } from "./waiting-calls.ts";

test("calls wait up to a number, and up to a number of bytes", () => {
  const many = new WaitingCalls({ usedBytes: 0 });
  for (let count = 0; count < socketQueueMax; count++) assert.ok(many.enter(1));
  assert.equal(many.enter(1), false);
  many.leave(1);
  assert.ok(many.enter(1));

  const large = new WaitingCalls({ usedBytes: 0 });
  const half = socketQueueBytesMax / 2;
  assert.ok(large.enter(half) && large.enter(half));
  assert.equal(large.enter(1), false);
  large.leave(half);
  assert.ok(large.enter(1));
});

test("all connections share a room, and give it back", () => {
  const shared = { usedBytes: 0 };
  const readers = Array.from({ length: Math.floor(socketsQueueBytesMax / requestBytesMax) }, () => {
    const reader = new WaitingCalls(shared);
    assert.ok(reader.enter(requestBytesMax));
    return reader;
  });
  assert.equal(new WaitingCalls(shared).enter(requestBytesMax), false);
  for (const reader of readers) reader.leave(requestBytesMax);
  assert.equal(shared.usedBytes, 0);
});
