import assert from "node:assert/strict";
import { bytesToHex } from "@yanta/bytes";
import { dagHash, DAGSchema, encodeDag } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { hashNames } from "./hash-names.ts";
import { checkRoundTrip } from "./message-vector.ts";

checkCases("dag.json", (vector) => {
  const neighbors = vector.list("neighbors").map((vertex) => (Array.isArray(vertex) ? vertex.map(Number) : []));
  const bytes = encodeDag(neighbors);
  assert.equal(bytesToHex(bytes), vector.text("bytes"));
  assert.deepEqual(
    checkRoundTrip(DAGSchema, bytes).vertexes.map((vertex) => vertex.neighbors),
    neighbors,
  );
  for (const hash of hashNames(vector)) assert.equal(bytesToHex(dagHash(hash, bytes)), vector.text(hash));
});
