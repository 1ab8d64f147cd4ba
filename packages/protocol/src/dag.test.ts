import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { encodeDag } from "./dag.ts";
import { encodeMessage } from "./encode-message.ts";
import { DAGSchema } from "./gen/common/block_pb.js";

test("a graph of very many transactions that ran serially is written", () => {
  const count = 300_000;
  const all = Array.from({ length: count }, (_, index) => index);
  const neighbors = [...all.map(() => []), all, ...all.map((index) => [index + count])];
  const { vertexes } = fromBinary(DAGSchema, encodeDag(neighbors));
  assert.deepEqual([vertexes.length, vertexes[count]?.neighbors.length], [2 * count + 1, count]);
  assert.deepEqual(vertexes.at(-1)?.neighbors, [2 * count - 1]);
});

test("the graph is written as protobuf-es writes it", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(100_000), { maxLength: 80 }), { maxLength: 10 }), (neighbors) => {
      const message = create(DAGSchema, { vertexes: neighbors.map((indexes) => ({ neighbors: indexes })) });
      assert.deepEqual(encodeDag(neighbors), encodeMessage(DAGSchema, message));
    }),
    { seed: 12, numRuns: 200 },
  );
});
