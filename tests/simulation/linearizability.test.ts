import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { checkLinearizability, type Operation } from "../support/linearizability.ts";
import { registerModel, type RegisterInput, type RegisterOutput } from "../support/register-model.ts";

type RegisterOperation = Operation<RegisterInput, RegisterOutput>;

const read: RegisterInput = { kind: "read" };
const write = (value: number): RegisterInput => ({ kind: "write", value });
const swap = (from: number, to: number): RegisterInput => ({ kind: "compare-and-set", from, to });
const add = (amount: number): RegisterInput => ({ kind: "add", amount });

/** An operation from one time to another, each by a client of its own. */
function heard(input: RegisterInput, output: RegisterOutput, from: number, to: number): RegisterOperation {
  return { client: 0, input, invokedAt: from, answer: { at: to, output } };
}

function unheard(input: RegisterInput, from: number): RegisterOperation {
  return { client: 0, input, invokedAt: from, answer: undefined };
}

const kindOf = (...history: readonly RegisterOperation[]): string => checkLinearizability(registerModel, history).kind;

describe("histories that an order explains", () => {
  const histories: Readonly<Record<string, readonly RegisterOperation[]>> = {
    empty: [],
    "one after the other": [heard(write(1), "written", 0, 1), heard(read, 1, 2, 3)],
    "a read during a write sees the old value": [heard(write(1), "written", 0, 10), heard(read, 0, 1, 2)],
    "or the new one": [heard(write(1), "written", 0, 10), heard(read, 1, 1, 2)],
    "two writes at once, in either order": [
      heard(write(1), "written", 0, 10),
      heard(write(2), "written", 0, 10),
      heard(read, 1, 11, 12),
    ],
    "an unheard write that took effect much later": [unheard(write(1), 0), heard(read, 0, 5, 6), heard(read, 1, 7, 8)],
    "an unheard write that never did": [unheard(write(1), 0), heard(read, 0, 5, 6)],
    "one of two compare-and-sets wins": [
      heard(swap(0, 1), true, 0, 10),
      heard(swap(0, 2), false, 0, 10),
      heard(read, 1, 11, 12),
    ],
    "additions at once": [heard(add(1), 2, 0, 10), heard(add(1), 1, 0, 10), heard(read, 2, 11, 12)],
    "at the very same time operations overlap": [heard(write(1), "written", 0, 5), heard(read, 0, 5, 6)],
  };
  for (const [name, history] of Object.entries(histories))
    test(name, () => assert.equal(kindOf(...history), "linearizable"));
});

describe("histories that none explains", () => {
  const histories: Readonly<Record<string, readonly RegisterOperation[]>> = {
    "a stale read": [heard(write(1), "written", 0, 1), heard(read, 0, 2, 3)],
    "a value that nobody wrote": [heard(write(1), "written", 0, 1), heard(read, 2, 2, 3)],
    "a read that goes back": [heard(write(1), "written", 0, 10), heard(read, 1, 1, 2), heard(read, 0, 3, 4)],
    "an unheard write that is seen and gone again": [unheard(write(1), 0), heard(read, 1, 5, 6), heard(read, 0, 7, 8)],
    "a write before it began": [heard(read, 1, 0, 1), heard(write(1), "written", 2, 3)],
    "both compare-and-sets win": [heard(swap(0, 1), true, 0, 10), heard(swap(0, 2), true, 0, 10)],
    "a lost addition": [heard(add(1), 1, 0, 10), heard(add(1), 1, 0, 10)],
    "an addition that ran twice": [heard(add(1), 1, 0, 1), heard(read, 2, 2, 3)],
    "two readers that disagree about the order of writes": [
      heard(write(1), "written", 0, 20),
      heard(write(2), "written", 0, 20),
      heard(read, 1, 1, 2),
      heard(read, 2, 3, 4),
      heard(read, 1, 5, 6),
    ],
  };
  for (const [name, history] of Object.entries(histories))
    test(name, () => assert.equal(kindOf(...history), "violation"));

  test("the verdict names the operation that does not fit", () => {
    const stale = heard(read, 0, 2, 3);
    const verdict = checkLinearizability(registerModel, [heard(write(1), "written", 0, 1), stale]);
    assert.ok(verdict.kind === "violation");
    assert.equal(verdict.unexplained, stale);
  });
});

const anyInput = fc.oneof(
  fc.constant(read),
  fc.integer({ min: 0, max: 2 }).map(write),
  fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })).map(([from, to]) => swap(from, to)),
  fc.constant(add(1)),
);
const anyOutput = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constant("written" as const));
/** Small histories, most of which make no sense. */
const anyOperation = fc
  .record({ input: anyInput, output: anyOutput, from: fc.nat(8), length: fc.nat(8), isHeard: fc.boolean() })
  .map(({ input, output, from, length, isHeard }) =>
    isHeard ? heard(input, fitting(input, output), from, from + length) : unheard(input, from),
  );

/** An answer of the right kind: others are refused at once and test nothing. */
function fitting(input: RegisterInput, output: RegisterOutput): RegisterOutput {
  if (input.kind === "write") return "written";
  if (input.kind === "compare-and-set") return typeof output === "boolean" ? output : output !== "written";
  return typeof output === "number" ? output : 1;
}

test("the search agrees with trying all orders of all subsets", () => {
  fc.assert(
    fc.property(fc.array(anyOperation, { maxLength: 5 }), (history) => {
      const isLinearizable = tryAll(0, history);
      assert.equal(kindOf(...history), isLinearizable ? "linearizable" : "violation");
    }),
    { numRuns: 2_000 },
  );
});

/** Wing and Gong's definition word by word. */
function tryAll(state: number, rest: readonly RegisterOperation[]): boolean {
  if (rest.every(({ answer }) => answer === undefined)) return true;
  return rest.some((operation) => {
    const others = rest.filter((each) => each !== operation);
    const isTooEarly = others.some(({ answer }) => answer !== undefined && answer.at < operation.invokedAt);
    const after = isTooEarly ? undefined : registerModel.step(state, operation.input, operation.answer?.output);
    return after !== undefined && tryAll(after.state, others);
  });
}

test("long histories of an atomic register are accepted, and one stale read in them is found", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ input: anyInput, before: fc.nat(40), after: fc.nat(40), isHeard: fc.boolean() }), {
        minLength: 100,
        maxLength: 300,
      }),
      (plan) => {
        // Each takes effect at ten times its number, somewhere between its beginning and its end.
        let state = 0;
        const history = plan.map(({ input, before, after, isHeard }, index) => {
          const answer = answerOf(state, input);
          state = registerModel.step(state, input, answer)?.state ?? state;
          const [from, to] = [10 * index - before, 10 * index + after];
          return isHeard || index % 40 !== 0 ? heard(input, answer, from, to) : unheard(input, from);
        });
        assert.equal(kindOf(...history), "linearizable");
        const end = 10 * plan.length + 100;
        assert.equal(
          kindOf(...history, heard(write(7), "written", end, end + 1), heard(read, 6, end + 2, end + 3)),
          "violation",
        );
      },
    ),
    { numRuns: 20 },
  );
});

function answerOf(state: number, input: RegisterInput): RegisterOutput {
  switch (input.kind) {
    case "read":
      return state;
    case "write":
      return "written";
    case "compare-and-set":
      return state === input.from;
    case "add":
      return state + input.amount;
  }
}
