import assert from "node:assert/strict";
import { create } from "@bufbuild/protobuf";
import { bytesToHex } from "@yanta/bytes";
import {
  ContractEventInfoListSchema,
  ContractEventInfoSchema,
  ContractEventSchema,
  encodeMessage,
  SubscribeResultSchema,
} from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { checkJsonView, checkRoundTrip } from "./message-vector.ts";

// `sql_ddl` describes a table of ChainMaker's SQL event store, which we do not have.
checkCases("event.json", (vector) => {
  checkJsonView(ContractEventSchema, vector.value["event"], vector.hex("event_bytes"));
  checkJsonView(ContractEventInfoSchema, vector.value["info"], vector.hex("info_bytes"));
  const info = checkRoundTrip(ContractEventInfoSchema, vector.hex("info_bytes"));
  const list = encodeMessage(
    ContractEventInfoListSchema,
    create(ContractEventInfoListSchema, { contractEvents: [info] }),
  );
  assert.equal(bytesToHex(list), vector.text("list_bytes"));
  const result = encodeMessage(SubscribeResultSchema, create(SubscribeResultSchema, { data: list }));
  assert.equal(bytesToHex(result), vector.text("subscribe_result_bytes"));
});
