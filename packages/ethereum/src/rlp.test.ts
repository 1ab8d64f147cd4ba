import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeRlp, encodeRlp, type RlpValue } from "./rlp.ts";

const values = fc.letrec<{ value: RlpValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.uint8Array({ maxLength: 80 }), fc.array(tie("value"), { maxLength: 5 })),
})).value;

test("every value comes back", () => {
  fc.assert(fc.property(values, (value) => assert.deepEqual(decodeRlp(encodeRlp(value)), value)));
});

test("bytes that decode are the encoding of what came out", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const value = decodeRlp(bytes);
      if (value !== undefined) assert.deepEqual(encodeRlp(value), bytes);
    }),
    { numRuns: 2000 },
  );
});

test("nested lists end somewhere", () => {
  let nested: RlpValue = [];
  for (let i = 0; i < 20; i++) nested = [nested];
  assert.equal(decodeRlp(encodeRlp(nested)), undefined);
});
