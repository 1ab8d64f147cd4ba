import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerBudget } from "./answer-budget.ts";

function setUp(sizeBytesMax: number) {
  const budget = new AnswerBudget(sizeBytesMax);
  const givenUp: string[] = [];
  const call = (name: string) => ({ giveUp: () => void givenUp.push(name) });
  return { budget, givenUp, call };
}

test("above the bound the calls that wait longest are given up", () => {
  const { budget, givenUp, call } = setUp(100);
  for (const name of ["a", "b", "c", "d"]) budget.add(call(name), new Uint8Array(40));
  assert.deepEqual(givenUp, ["a", "b"]);
  budget.add(call("large"), new Uint8Array(101));
  assert.deepEqual(givenUp, ["a", "b", "c", "d", "large"]);
});

test("an answer that many wait with counts once, as long as one of them waits", () => {
  const { budget, givenUp, call } = setUp(100);
  const shared = new Uint8Array(60);
  const calls = Array.from({ length: 50 }, (_, index) => call(`s${index}`));
  for (const each of calls) budget.add(each, shared);
  budget.add(call("a"), new Uint8Array(40));
  assert.deepEqual(givenUp, []);
  for (const each of calls.slice(1)) budget.remove(each);
  budget.add(call("b"), new Uint8Array(40));
  assert.deepEqual(givenUp, ["s0"]);
  budget.add(call("c"), new Uint8Array(20));
  assert.deepEqual(givenUp, ["s0"], "its bytes are free again");
});

test("answers that are taken count no longer; a call's next one takes the place of its last", () => {
  const { budget, givenUp, call } = setUp(100);
  const one = call("one");
  for (let count = 0; count < 10; count++) budget.add(one, new Uint8Array(90));
  budget.remove(one);
  budget.remove(one);
  budget.add(call("other"), new Uint8Array(100));
  assert.deepEqual(givenUp, []);
});
