import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { encodeDag } from "./dag.ts";
import { encodeMessage } from "./encode-message.ts";
import { DAGSchema } from "./gen/common/block_pb.js";

test("the graph is written as protobuf-es writes it", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(100_000), { maxLength: 80 }), { maxLength: 10 }), (neighbors) => {
      const message = create(DAGSchema, { vertexes: neighbors.map((indexes) => ({ neighbors: indexes })) });
      assert.deepEqual(encodeDag(neighbors), encodeMessage(DAGSchema, message));
    }),
    { seed: 12, numRuns: 200 },
  );
});
