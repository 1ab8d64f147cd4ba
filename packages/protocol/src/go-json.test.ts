import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { contractToJson } from "./contract-json.ts";
import { ContractSchema } from "./gen/common/contract_pb.js";
import { PayloadSchema } from "./gen/common/request_pb.js";
import { messageToGoJson, textToGoJson } from "./go-json.ts";

test("text is escaped as Go escapes it", () => {
  assert.equal(
    textToGoJson('<a&b>"\\/\n\u0001\b\f\u2028é'),
    '"\\u003ca\\u0026b\\u003e\\"\\\\/\\n\\u0001\\u0008\\u000c\\u2028é"',
  );
  assert.equal(textToGoJson("\ud800"), '"\ufffd"');
});

test("numbers, empty messages and lists", () => {
  const payload = create(PayloadSchema, {
    txType: 1,
    timestamp: 2n ** 60n,
    limit: {},
    parameters: [{ key: "a", value: Uint8Array.of(1) }, {}],
  });
  assert.equal(
    messageToGoJson(PayloadSchema, payload),
    '{"tx_type":1,"timestamp":1152921504606846976,"parameters":[{"key":"a","value":"AQ=="},{}],"limit":{}}',
  );
});

test("a contract of block version 2030500 shows its index", () => {
  assert.equal(contractToJson(create(ContractSchema, { name: "c", index: 2 })), '{"name":"c","index":2}');
});
