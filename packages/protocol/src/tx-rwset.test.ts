import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { binaryStringToBytes, bytesToBinaryString } from "@yanta/bytes";
import fc from "fast-check";
import { encodeMessage } from "./encode-message.ts";
import { TxRWSetSchema } from "./gen/common/rwset_pb.js";
import { textArbitrary } from "./testing/arbitraries.ts";
import { encodeTxRwSet } from "./tx-rwset.ts";

const row = fc.record({
  contract: textArbitrary,
  key: fc.uint8Array({ maxLength: 300 }).map(bytesToBinaryString),
  value: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
});

test("the fast encoder writes what protobuf-es writes", () => {
  fc.assert(
    fc.property(
      textArbitrary,
      fc.array(row, { maxLength: 5 }),
      fc.array(row, { maxLength: 5 }),
      (txId, reads, writes) => {
        const toMessage = ({ contract, key, value }: (typeof reads)[number]) => ({
          contractName: contract,
          key: binaryStringToBytes(key),
          value: value ?? new Uint8Array(0),
        });
        const message = create(TxRWSetSchema, { txId, txReads: reads.map(toMessage), txWrites: writes.map(toMessage) });
        assert.deepEqual(encodeTxRwSet({ txId, reads, writes }), encodeMessage(TxRWSetSchema, message));
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});
