import assert from "node:assert/strict";
import { it } from "node:test";
import { SeededChoice } from "./seeded-choice.ts";

it("a seed gives the same choices each time, within their bounds, and another seed others", () => {
  const list = Array.from({ length: 20 }, (_, index) => index);
  const take = (choice: SeededChoice): readonly unknown[] => [
    choice.integer(5, 9),
    choice.pick(["a", "b", "c"]),
    choice.hex(12),
    choice.shuffle(list),
  ];
  assert.deepEqual(take(new SeededChoice("a")), take(new SeededChoice("a")));
  assert.notDeepEqual(take(new SeededChoice("a")), take(new SeededChoice("b")));
  // Kept: a change would give learners another lab than they were handed.
  assert.deepEqual(take(new SeededChoice("kept")).slice(0, 3), [6, "c", "c633f039cc76"]);
  const choice = new SeededChoice("bounds");
  const numbers = Array.from({ length: 500 }, () => choice.integer(5, 9));
  assert.deepEqual(
    [...new Set(numbers)].toSorted((one, other) => one - other),
    [5, 6, 7, 8, 9],
  );
  assert.deepEqual(
    [...choice.shuffle(list)].toSorted((one, other) => one - other),
    list,
  );
  assert.match(choice.hex(64), /^[0-9a-f]{64}$/);
});
