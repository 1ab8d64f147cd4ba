import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sm2Parameters } from "../keys/sm2-curve.ts";
import {
  limbsToNumber,
  montgomeryFactor,
  numberBytes,
  numberToLimbs,
  scratchEnd,
  writeCurveModule,
} from "./curve-module.ts";

const { p } = sm2Parameters;
const curve = new WebAssembly.Instance(new WebAssembly.Module(writeCurveModule(1))).exports as unknown as {
  readonly memory: WebAssembly.Memory;
  readonly multiply: Operation;
  readonly add: Operation;
  readonly subtract: Operation;
};
type Operation = (dst: number, left: number, right: number) => void;

const numbers = new BigUint64Array(curve.memory.buffer);
const [left, right, result] = [0, 1, 2].map((index) => scratchEnd + index * numberBytes) as [number, number, number];

function compute(operation: Operation, a: bigint, b: bigint): bigint {
  numbers.set(numberToLimbs(a), left / 8);
  numbers.set(numberToLimbs(b), right / 8);
  operation(result, left, right);
  return limbsToNumber(numbers.subarray(result / 8, (result + numberBytes) / 8));
}

/** Numbers at which carries, borrows and the last subtraction go wrong. */
const edges = [
  0n,
  1n,
  2n,
  p - 1n,
  p - 2n,
  p >> 1n,
  montgomeryFactor,
  2n ** 29n - 1n,
  2n ** 29n,
  2n ** 58n,
  2n ** 64n - 1n,
  2n ** 255n,
  2n ** 256n - 2n ** 225n,
  p - 2n ** 64n,
  p - 2n ** 96n,
];
const number = fc.oneof(fc.constantFrom(...edges), fc.bigInt({ min: 0n, max: p - 1n }));

test("sums, differences and Montgomery products are those of BigInt, and below p", () => {
  const check = (a: bigint, b: bigint): void => {
    assert.equal(compute(curve.add, a, b), (a + b) % p);
    assert.equal(compute(curve.subtract, a, b), (a - b + p) % p);
    const product = compute(curve.multiply, a, b);
    assert.ok(product < p);
    assert.equal((product * montgomeryFactor) % p, (a * b) % p);
  };
  for (const a of edges) for (const b of edges) check(a, b);
  fc.assert(fc.property(number, number, check), { seed: 29, numRuns: 5000 });
});

test("a result may take the place of an operand", () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      for (const operation of [curve.add, curve.subtract, curve.multiply]) {
        const expected = compute(operation, a, b);
        for (const place of [left, right]) {
          const found = compute((_, x, y) => operation(place, x, y), a, b);
          assert.ok(found >= 0n);
          assert.equal(limbsToNumber(numbers.subarray(place / 8, (place + numberBytes) / 8)), expected);
        }
      }
    }),
    { seed: 30, numRuns: 500 },
  );
});
