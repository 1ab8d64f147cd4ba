import assert from "node:assert/strict";
import { test } from "node:test";
import { multiplyGasPrice } from "./gas-price.ts";

test("products of the real chain's blocks", () => {
  // Heights 3 and 48 (ledger.md §11): 10000 + ceil(0.001 · bytes).
  assert.equal(multiplyGasPrice(3_006_001, 0.001), 3007n);
  assert.equal(multiplyGasPrice(3_067_500, Math.fround(0.001)), 3068n);
});

test("the price is the float's shortest decimal, the product is rounded up", () => {
  assert.equal(multiplyGasPrice(10, 0.1), 1n);
  assert.equal(multiplyGasPrice(10, Math.fround(0.1)), 1n);
  assert.equal(multiplyGasPrice(11, 0.1), 2n);
  assert.equal(multiplyGasPrice(1, 1e-10), 1n);
  assert.equal(multiplyGasPrice(3, 2.5), 8n);
  assert.equal(multiplyGasPrice(7n, 1e10), 70_000_000_000n);
});

test("nothing costs nothing", () => {
  assert.equal(multiplyGasPrice(0, 0.1), 0n);
  assert.equal(multiplyGasPrice(10, 0), 0n);
  assert.equal(multiplyGasPrice(10, -1), 0n);
  assert.equal(multiplyGasPrice(10, Number.NaN), 0n);
});

test("a product over 64 bits is refused", () => {
  assert.equal(multiplyGasPrice(2n ** 64n - 1n, 1), 2n ** 64n - 1n);
  assert.equal(multiplyGasPrice(2n ** 64n, 1), undefined);
  assert.equal(multiplyGasPrice(1, Number.POSITIVE_INFINITY), undefined);
});
