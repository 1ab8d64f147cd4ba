import { float32ToDecimal } from "./float32-text.ts";

const uint64Max = 2n ** 64n - 1n;

/**
 * Gas for `sizeBytes` at a price: the price is read as the shortest decimal of its 32-bit float, multiplied exactly
 * and rounded up. Undefined when the product is over 64 bits, which ChainMaker answers as an error.
 *
 * Spec: rpc.md §6 "Gas amounts", ledger.md §6.4.
 */
export function multiplyGasPrice(sizeBytes: number | bigint, price: number): bigint | undefined {
  if (!(price > 0)) return 0n;
  const float = Math.fround(price);
  if (!Number.isFinite(float)) return undefined;
  const { digits, exponent } = float32ToDecimal(float);
  const product = digits * BigInt(sizeBytes);
  const scale = 10n ** BigInt(Math.abs(exponent));
  const gas = exponent >= 0 ? product * scale : (product + scale - 1n) / scale;
  return gas > uint64Max ? undefined : gas;
}
