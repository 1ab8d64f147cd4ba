import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, hexToBytes, joinBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import fc from "fast-check";
import { encodeMessage } from "../encode-message.ts";
import { BlockHeaderSchema, DAGSchema } from "../gen/common/block_pb.js";
import { PayloadSchema, TxRequestSchema } from "../gen/common/request_pb.js";
import { TransactionSchema } from "../gen/common/transaction_pb.js";
import { GasAccountConfigSchema } from "../gen/config/chain_config_pb.js";
import { transactionFieldsMax } from "../limits.ts";
import { headerArbitrary, transactionArbitrary, txRequestArbitrary } from "../testing/arbitraries.ts";
import { canonicalBytes } from "./canonical-bytes.ts";
import { canonicalize } from "./canonicalize.ts";
import { isCanonical } from "./is-canonical.ts";
import { messageTable } from "./message-table.ts";

const limits = { fieldsMax: 10_000 };
const hex = (text: string): Uint8Array => hexToBytes(text.replaceAll(" ", "")) ?? assert.fail(text);
const canonical = (schema: Parameters<typeof messageTable>[0], bytes: Uint8Array): boolean =>
  isCanonical(messageTable(schema), bytes, 0, bytes.length, { fieldsLeft: 10_000, depthLeft: 32 });

test("what protobuf-es encodes is canonical, and canonicalize leaves it as it is", () => {
  const cases = [
    [TxRequestSchema, txRequestArbitrary],
    [TransactionSchema, transactionArbitrary],
    [BlockHeaderSchema, headerArbitrary],
  ] as const;
  for (const [schema, arbitrary] of cases) {
    fc.assert(
      fc.property(arbitrary as fc.Arbitrary<never>, (message) => {
        const bytes = encodeMessage(schema, message);
        assert.ok(canonical(schema, bytes));
        assert.deepEqual(canonicalize(messageTable(schema), bytes, limits), bytes);
      }),
      { seed: 3, numRuns: 150 },
    );
  }
});

test("whatever isCanonical takes, canonicalize returns unchanged", () => {
  const table = messageTable(TxRequestSchema);
  let taken = 0;
  fc.assert(
    fc.property(txRequestArbitrary, fc.nat(), fc.integer({ min: 0, max: 255 }), (message, place, byte) => {
      const bytes = encodeMessage(TxRequestSchema, message);
      if (bytes.length === 0) return;
      bytes[place % bytes.length] = byte;
      if (!isCanonical(table, bytes, 0, bytes.length, { fieldsLeft: 10_000, depthLeft: 32 })) return;
      taken++;
      assert.deepEqual(canonicalize(table, bytes, limits), bytes);
    }),
    { seed: 4, numRuns: 1500 },
  );
  assert.ok(taken > 200);
});

test("as many fields as a transaction may have are rewritten", () => {
  // Parameters without a key or value; the last one has a non-minimal length, so that the bytes are not canonical.
  const parameters = Array.from({ length: transactionFieldsMax - 1 }, () => Uint8Array.of(0x42, 0));
  const bytes = concatBytes(joinBytes(parameters), hex("42 80 00"));
  const rewritten = canonicalize(messageTable(PayloadSchema), bytes, { fieldsMax: transactionFieldsMax });
  assert.equal(rewritten.length, 2 * transactionFieldsMax);
});

test("canonicalize gives a fixed point or a coded refusal for mutated bytes", () => {
  const table = messageTable(TransactionSchema);
  fc.assert(
    fc.property(
      transactionArbitrary,
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      fc.nat(),
      (message, place, byte, cut) => {
        const whole = encodeMessage(TransactionSchema, message);
        if (whole.length === 0) return;
        whole[place % whole.length] = byte;
        const bytes = cut % 3 === 0 ? whole.subarray(0, cut % (whole.length + 1)) : whole;
        let once: Uint8Array;
        try {
          once = canonicalize(table, bytes, limits);
        } catch (error) {
          assert.ok(error instanceof CodedError && error.code === "PROTOCOL_BYTES_MALFORMED");
          return;
        }
        assert.ok(isCanonical(table, once, 0, once.length, { fieldsLeft: 10_000, depthLeft: 32 }));
        assert.deepEqual(canonicalize(table, once, limits), once);
      },
    ),
    { seed: 5, numRuns: 1500 },
  );
});

const payloadCases: readonly (readonly [name: string, given: string, expected: string])[] = [
  ["unknown field dropped", "0a0163 7a0161", "0a0163"],
  ["unknown group dropped", "0a0163 fb01 0801 fc01", "0a0163"],
  ["fields put in order", "1a0174 0a0163", "0a0163 1a0174"],
  ["last scalar counts", "0a0163 0a0164", "0a0164"],
  ["explicit zero dropped", "1000 0a00 2000", ""],
  ["overlong number shortened", "0a8100 63 208100", "0a0163 2001"],
  ["overlong tag shortened", "8a0001 63", "0a0163"],
  ["enum cut to 32 bits", "10 8180808010", "1001"],
  ["negative enum sign-extended", "10 ffffffff0f", "10 ffffffffffffffffff01"],
  ["bits above 64 fall away", "20 81808080808080808002", "2001"],
  ["empty message kept", "5200", "5200"],
  ["split message merged", "5200 5202 0805", "5202 0805"],
  ["empty repeated message kept", "4200", "4200"],
];

for (const [name, given, expected] of payloadCases) {
  test(`payload: ${name}`, () => {
    assert.deepEqual(canonicalBytes(PayloadSchema, hex(given)), hex(expected));
    assert.equal(canonical(PayloadSchema, hex(given)), given === expected);
  });
}

test("repeated numbers are packed, in one run", () => {
  const unpacked = hex("1202 0801");
  assert.deepEqual(canonicalBytes(DAGSchema, unpacked), hex("1203 0a0101"));
  assert.deepEqual(canonicalBytes(DAGSchema, hex("1206 0a0101 0a0102")), hex("1204 0a020102"));
  assert.deepEqual(canonicalBytes(DAGSchema, hex("1202 0a00")), hex("1200"));
});

test("a negative zero float is a zero", () => {
  assert.deepEqual(canonicalBytes(GasAccountConfigSchema, hex("2d 00000080")), hex(""));
  assert.deepEqual(canonicalBytes(GasAccountConfigSchema, hex("2d cdcccc3d")), hex("2d cdcccc3d"));
});

const malformedCases: readonly (readonly [name: string, given: string])[] = [
  ["cut off", "0a0563"],
  ["wrong wire type", "0801"],
  ["field number zero", "0001"],
  ["group end without begin", "fc01"],
  ["number of eleven bytes", "20 8080808080808080808001"],
  ["negative length", "0a ffffffffffffffffff01"],
  ["reserved wire type", "fe01"],
  ["nested cut off", "4203 0a0561"],
  ["text not UTF-8", "0a02 61ff"],
  ["text cut within a character", "0a02 e4b8"],
];

for (const [name, given] of malformedCases) {
  test(`payload refused: ${name}`, () => {
    assert.throws(() => canonicalBytes(PayloadSchema, hex(given)), { code: "PROTOCOL_BYTES_MALFORMED" });
  });
}

test("tiny fields are counted", () => {
  const bytes = concatBytes(...Array.from({ length: 50 }, () => hex("4200")));
  assert.deepEqual(canonicalBytes(PayloadSchema, bytes, 50), bytes);
  assert.throws(() => canonicalBytes(PayloadSchema, bytes, 49), { code: "PROTOCOL_FIELDS_TOO_MANY" });
});
