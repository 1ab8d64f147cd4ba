import assert from "node:assert/strict";
import { test } from "node:test";
import { planRange, type SubscriptionKind } from "./subscription-range.ts";

/** `from-to` of the plan, `!` = refused, empty = nothing; `-` at the end = live for ever. */
function plan(kind: SubscriptionKind, start: number, end: number, last: number): string {
  const planned = planRange(kind, { start: BigInt(start), end: BigInt(end) }, BigInt(last));
  switch (planned.kind) {
    case "range":
      return `${planned.range.from}-${planned.range.to ?? ""}`;
    case "nothing":
      return "";
    case "refused":
      return `!${planned.status}`;
  }
}

/** Rows of rpc.md §9: start, end, last → block, tx, event. */
const rows: readonly (readonly [number, number, number, string, string, string])[] = [
  [-2, 5, 9, "!InvalidArgument", "!InvalidArgument", "!InvalidArgument"],
  [3, 2, 9, "!InvalidArgument", "!InvalidArgument", "!InvalidArgument"],
  [-1, -1, 9, "10-", "10-", "10-"],
  [-1, 12, 9, "10-12", "0-12", "10-12"],
  [-1, 5, 9, "", "0-5", ""],
  [-1, 0, 9, "", "0-0", ""],
  [0, 0, 9, "0-0", "0-0", "10-"],
  [4, -1, 9, "4-", "4-", "4-"],
  [4, 7, 9, "4-7", "4-7", "4-7"],
  [4, 12, 9, "4-12", "4-12", "4-12"],
  [11, -1, 9, "9-", "9-", "9-"],
  [11, 12, 9, "9-12", "9-12", "9-12"],
  [1, -1, 0, "!Internal", "!Internal", "!Internal"],
  [0, -1, 0, "0-", "0-0", "0-0"],
];

for (const [start, end, last, block, tx, event] of rows) {
  test(`heights ${start} to ${end} when the last is ${last}`, () => {
    assert.deepEqual(
      [plan("block", start, end, last), plan("tx", start, end, last), plan("event", start, end, last)],
      [block, tx, event],
    );
  });
}
