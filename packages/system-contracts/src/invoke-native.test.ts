import assert from "node:assert/strict";
import test from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8 } from "@yanta/bytes";
import { ContractConfigSchema, TxStatusCode } from "@yanta/protocol";
import { createSystemContracts } from "./create-system-contracts.ts";
import { invokeNative } from "./invoke-native.ts";
import { FakeTxContext } from "./testing/fake-tx-context.ts";
import { parametersOf } from "./testing/parameters.ts";
import { createTestConfig } from "./testing/test-config.ts";
import { testOptions } from "./testing/test-options.ts";

const contracts = createSystemContracts(testOptions);

test("an unknown contract and an unknown method have ChainMaker's texts", () => {
  const context = new FakeTxContext({ config: createTestConfig() });
  const parameters = parametersOf({});
  const noContract = invokeNative(contracts, { contract: "SUBSCRIBE_MANAGE", method: "X", parameters }, context);
  assert.equal(noContract.message, "the contractName is not exist");
  assert.deepEqual([noContract.status, noContract.code], [TxStatusCode.CONTRACT_FAIL, 1]);
  for (const contract of ["RELAY_CROSS", "T", "PUBKEY_MANAGE", "DPOS_STAKE"]) {
    const noMethod = invokeNative(contracts, { contract, method: "X", parameters }, context);
    assert.equal(noMethod.message, "the method does not found");
    assert.deepEqual([noMethod.status, noMethod.code], [TxStatusCode.CONTRACT_FAIL, 1]);
  }
  const empty = invokeNative(contracts, { contract: "T", method: "", parameters }, context);
  assert.equal(empty.message, "require param method not found.");
  assert.equal(empty.status, TxStatusCode.INVALID_CONTRACT_PARAMETER_METHOD);
});

test("a contract disabled in the configuration is refused as frozen", () => {
  const config = createTestConfig();
  config.contract = create(ContractConfigSchema, { disabledNativeContract: ["T"] });
  const outcome = invokeNative(
    contracts,
    { contract: "T", method: "N", parameters: parametersOf({}) },
    new FakeTxContext({ config }),
  );
  assert.equal(outcome.message, "failed to run user contract, T has been frozen.");
  assert.equal(outcome.status, TxStatusCode.CONTRACT_FREEZE_FAILED);
});

test("T puts, gets and deletes, and answers OK", () => {
  const context = new FakeTxContext({ config: createTestConfig() });
  const run = (method: string) =>
    invokeNative(contracts, { contract: "T", method, parameters: parametersOf({ k: "a#b", v: "1" }) }, context);
  assert.deepEqual(bytesToUtf8(run("G").result), "");
  assert.deepEqual(run("P"), {
    status: TxStatusCode.SUCCESS,
    code: 0,
    result: new Uint8Array(0),
    message: "OK",
    gasUsed: 0n,
    events: [],
  });
  assert.equal(bytesToUtf8(run("G").result), "1");
  assert.equal(run("D").code, 0);
  assert.equal(run("N").code, 0);
  assert.deepEqual([...context.writes.keys()], ["T/a#b"]);
  assert.equal(context.writes.get("T/a#b")?.length, 0);
  assert.deepEqual([...context.reads.keys()], ["T/a#b"]);
});
