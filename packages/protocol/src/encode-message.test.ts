import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary } from "@bufbuild/protobuf";
import { concatBytes } from "@yanta/bytes";
import { decodeMessage, encodeMessage } from "./encode-message.ts";
import { AdditionalDataSchema } from "./gen/common/block_pb.js";
import { PayloadSchema } from "./gen/common/request_pb.js";

test("unknown fields are dropped, empty messages kept", () => {
  const bytes = encodeMessage(PayloadSchema, create(PayloadSchema, { chainId: "c", limit: {} }));
  const withUnknown = concatBytes(bytes, Uint8Array.of(0x7a, 1, 1));
  assert.deepEqual(encodeMessage(PayloadSchema, fromBinary(PayloadSchema, withUnknown)), bytes);
  assert.deepEqual(encodeMessage(PayloadSchema, decodeMessage(PayloadSchema, withUnknown)), bytes);
});

test("malformed bytes are refused with a code", () => {
  assert.throws(() => decodeMessage(PayloadSchema, Uint8Array.of(0x0a)), { code: "PROTOCOL_BYTES_MALFORMED" });
});

test("text that is not UTF-8 is refused, in maps too", () => {
  assert.throws(() => decodeMessage(PayloadSchema, Uint8Array.of(0x0a, 2, 0x61, 0xff)), {
    code: "PROTOCOL_BYTES_MALFORMED",
  });
  const entry = Uint8Array.of(0x0a, 3, 0x0a, 1, 0xff);
  assert.throws(() => decodeMessage(AdditionalDataSchema, entry), { code: "PROTOCOL_BYTES_MALFORMED" });
});
