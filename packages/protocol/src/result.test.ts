import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { encodeMessage } from "./encode-message.ts";
import { ResultSchema } from "./gen/common/result_pb.js";
import { encodeResult, resultComparisonBytes } from "./result.ts";
import { resultArbitrary } from "./testing/arbitraries.ts";

test("the fast encoder writes what protobuf-es writes", () => {
  fc.assert(
    fc.property(resultArbitrary, (result) => {
      assert.deepEqual(encodeResult(result), encodeMessage(ResultSchema, result));
      const zeroed = create(ResultSchema, {
        ...result,
        ...(result.contractResult && { contractResult: { ...result.contractResult, gasUsed: 0n } }),
      });
      assert.deepEqual(resultComparisonBytes(result), encodeMessage(ResultSchema, zeroed));
    }),
    { seed: 8, numRuns: 300 },
  );
});

test("a result larger than the writer's buffer", () => {
  const result = create(ResultSchema, {
    contractResult: { result: new Uint8Array(5_000_000).fill(9), message: "大".repeat(30_000) },
  });
  assert.deepEqual(encodeResult(result), encodeMessage(ResultSchema, result));
  assert.deepEqual(encodeResult(create(ResultSchema)), new Uint8Array(0));
});
