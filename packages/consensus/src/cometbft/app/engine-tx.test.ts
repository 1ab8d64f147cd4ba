import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes } from "@yanta/bytes";
import fc from "fast-check";
import { batchTxCountMax } from "../limits.ts";
import { decodeEngineTx, encodeBatchTx, encodeBlockTx } from "./engine-tx.ts";

test("blocks and batches come back as they were", () => {
  const requests = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(requests, fc.nat(255), (sent, attempt) => {
      const decoded = decodeEngineTx(encodeBatchTx(sent, attempt));
      assert.ok(decoded?.kind === "batch");
      assert.deepEqual(
        decoded.requests.map((each) => [...each]),
        sent.map((each) => [...each]),
      );
    }),
  );
  const decoded = decodeEngineTx(encodeBlockTx(Uint8Array.of(7, 8)));
  assert.ok(decoded?.kind === "block");
  assert.deepEqual([...decoded.blockBytes], [7, 8]);
});

test("the same transactions are another engine transaction at the next attempt", () => {
  const requests = [Uint8Array.of(1)];
  assert.notDeepEqual(encodeBatchTx(requests, 0), encodeBatchTx(requests, 1));
});

test("anything else is refused", () => {
  const good = encodeBatchTx([Uint8Array.of(1, 2), Uint8Array.of(3)], 0);
  const cases: Readonly<Record<string, Uint8Array>> = {
    nothing: new Uint8Array(),
    "another kind": Uint8Array.of(3, 1),
    "an empty block": Uint8Array.of(1),
    "an empty batch": encodeBatchTx([], 0),
    "an empty transaction": encodeBatchTx([new Uint8Array()], 0),
    "a cut batch": good.subarray(0, good.length - 1),
    "bytes behind it": concatBytes(good, Uint8Array.of(1)),
    "a length in a longer form": Uint8Array.of(2, 0, 0x81, 0x00, 5),
    "a length of five bytes": Uint8Array.of(2, 0, 0x80, 0x80, 0x80, 0x80, 0x01),
    "too many": encodeBatchTx(
      Array.from({ length: batchTxCountMax + 1 }, () => Uint8Array.of(1)),
      0,
    ),
  };
  for (const [name, bytes] of Object.entries(cases)) assert.equal(decodeEngineTx(bytes), undefined, name);
});
