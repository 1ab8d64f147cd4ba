import assert from "node:assert/strict";
import { contractKey, ContractSchema, contractToJson } from "@yanta/protocol";
import { checkCases } from "./check-cases.ts";
import { checkJsonView, checkRoundTrip } from "./message-vector.ts";

checkCases("contract.json", (vector) => {
  const contract = checkRoundTrip(ContractSchema, vector.hex("bytes"));
  assert.equal(contractToJson(contract), vector.text("get_contract_info_json"));
  assert.equal(`[${contractToJson(contract)}]`, vector.text("get_contract_list_json"));
  checkJsonView(ContractSchema, JSON.parse(vector.text("get_contract_info_json")), vector.hex("bytes"));
  assert.equal(contractKey(contract.name), vector.text("db_key"));
  assert.equal(`ContractByteCode:${contract.name}`, vector.text("bytecode_db_key"));
});
