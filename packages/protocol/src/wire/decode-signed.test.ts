import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { encodeMessage } from "../encode-message.ts";
import { MemberSchema } from "../gen/accesscontrol/member_pb.js";
import { EndorsementEntrySchema, LimitSchema, PayloadSchema } from "../gen/common/request_pb.js";
import { txRequestArbitrary } from "../testing/arbitraries.ts";
import { decodeEndorsement, decodePayload } from "./decode-signed.ts";

test("payload and entries equal what the general decoder gives", () => {
  fc.assert(
    fc.property(txRequestArbitrary, ({ payload, sender, endorsers, payer }) => {
      const payloadBytes = encodeMessage(PayloadSchema, payload ?? create(PayloadSchema));
      assert.deepEqual(decodePayload(payloadBytes), fromBinary(PayloadSchema, payloadBytes));
      for (const entry of [sender, payer, ...endorsers]) {
        const bytes = encodeMessage(EndorsementEntrySchema, entry ?? create(EndorsementEntrySchema));
        assert.deepEqual(decodeEndorsement(bytes), fromBinary(EndorsementEntrySchema, bytes));
      }
    }),
    { seed: 11, numRuns: 500 },
  );
});

test("numbers at their limits, long and odd texts, empty and repeated parts", () => {
  const texts = [
    "",
    "a",
    "x".repeat(16),
    "x".repeat(17),
    "雁塔",
    "é".repeat(20),
    "\ufeffmark",
    "x".repeat(300),
    "\u0000",
  ];
  const cases = [
    ...texts.map((text) => ({
      chainId: text,
      txId: text,
      contractName: text,
      method: text,
      parameters: [{ key: text }, { key: text }],
    })),
    ...[1n, 127n, 128n, 2n ** 28n - 1n, 2n ** 28n, 2n ** 53n + 1n, 2n ** 63n - 1n, -1n, -(2n ** 63n)].map((number) => ({
      timestamp: number,
      expirationTime: number,
      sequence: BigInt.asUintN(64, number),
      limit: create(LimitSchema, { gasLimit: BigInt.asUintN(64, number) }),
    })),
    ...[1, 7, 128, 2 ** 28, 2 ** 31 - 1, -1, -(2 ** 31)].map((txType) => ({ txType })),
    { limit: create(LimitSchema) },
    {
      parameters: [
        { key: "", value: new Uint8Array(0) },
        { key: "k", value: new Uint8Array(70_000).fill(3) },
      ],
    },
  ];
  for (const each of cases) {
    const bytes = encodeMessage(PayloadSchema, create(PayloadSchema, each));
    assert.deepEqual(decodePayload(bytes), fromBinary(PayloadSchema, bytes));
  }
  for (const memberType of [0, 1, 300, -1]) {
    const signer = create(MemberSchema, { orgId: "o", memberType, memberInfo: Uint8Array.of(1) });
    const bytes = encodeMessage(
      EndorsementEntrySchema,
      create(EndorsementEntrySchema, { signer, signature: Uint8Array.of(9) }),
    );
    assert.deepEqual(decodeEndorsement(bytes), fromBinary(EndorsementEntrySchema, bytes));
  }
});
