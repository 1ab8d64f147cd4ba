import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeStatusMessage, statusMessageBytesMax } from "./status-message.ts";

test("every text comes back, as printable ASCII", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
      const encoded = encodeStatusMessage(text);
      assert.match(encoded, /^[\x20-\x7e]*$/);
      assert.equal(decodeURIComponent(encoded), text);
    }),
    { seed: 20261124, numRuns: 50 },
  );
});

test("a long text is cut between two characters", () => {
  const encoded = decodeURIComponent(encodeStatusMessage(`x${"雁".repeat(1000)}`));
  assert.equal(encoded, `x${"雁".repeat(Math.floor((statusMessageBytesMax - 1) / 3))}`);
});
