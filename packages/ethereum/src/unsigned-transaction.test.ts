import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeTransaction } from "./transaction.ts";
import { decodeUnsignedTransaction, encodeUnsignedTransaction } from "./unsigned-transaction.ts";

const address = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("hex"));
const unsigned = fc.record({
  from: address,
  chainId: fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  nonce: fc.bigInt({ min: 0n, max: 2n ** 64n - 2n }),
  gasLimit: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  to: fc.option(address, { nil: undefined }),
  data: fc.uint8Array({ maxLength: 100 }),
});

describe("unsigned transactions", () => {
  it("come back as they were, whatever they hold", () => {
    fc.assert(
      fc.property(unsigned, (given) => {
        const decoded = decodeUnsignedTransaction(encodeUnsignedTransaction(given));
        assert.equal(decoded.kind, "transaction");
        if (decoded.kind !== "transaction") return;
        const { from, chainId, nonce, gasLimit, to, data, signature } = decoded.transaction;
        assert.deepEqual({ from, chainId, nonce, gasLimit, to, data: Uint8Array.from(data) }, { ...given });
        assert.equal(signature.r, 0n);
      }),
    );
  });

  it("are no signed transactions, so no other chain takes them", () => {
    fc.assert(
      fc.property(unsigned, (given) => {
        assert.deepEqual(decodeTransaction(encodeUnsignedTransaction(given)), {
          kind: "refused",
          text: "transaction type not supported",
        });
      }),
    );
  });

  it("are refused when one byte more or less is there, or any is another type's", () => {
    const raw = encodeUnsignedTransaction({
      from: "a".repeat(40),
      chainId: 1n,
      nonce: 0n,
      gasLimit: 0n,
      to: undefined,
      data: new Uint8Array(3),
    });
    for (const bytes of [
      raw.subarray(0, -1),
      Uint8Array.of(...raw, 0),
      Uint8Array.of(2, ...raw.subarray(1)),
      raw.subarray(1),
    ])
      assert.equal(decodeUnsignedTransaction(bytes).kind, "refused");
  });
});
