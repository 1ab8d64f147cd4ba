import assert from "node:assert/strict";
import { test } from "node:test";
import { Listeners } from "./listeners.ts";

test("listeners are told in order until they are removed; one that throws disturbs nobody", () => {
  const faults: unknown[] = [];
  const listeners = new Listeners<[number]>((error) => void faults.push(error));
  const heard: string[] = [];
  const remove = listeners.add((value) => void heard.push(`a${value}`));
  listeners.add(() => {
    throw new Error("broken");
  });
  listeners.add((value) => void heard.push(`b${value}`));
  listeners.notify(1);
  remove();
  listeners.notify(2);
  assert.deepEqual([heard, faults.length], [["a1", "b1", "b2"], 2]);
});
