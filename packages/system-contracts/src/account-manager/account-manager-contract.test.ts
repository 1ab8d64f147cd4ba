import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { GasAccountConfigSchema } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createTestConfig } from "../testing/test-config.ts";

const address = "ab".repeat(20);
const state = new Map([
  [`ACCOUNT_MANAGER/__account_prefix__${address}`, utf8ToBytes("12")],
  [`ACCOUNT_MANAGER/__frozen_account__${address}`, utf8ToBytes("1")],
]);
const run = (method: string, parameters: Record<string, string>) =>
  runMethod(new FakeTxContext({ config: createTestConfig(), state }), `ACCOUNT_MANAGER.${method}`, parameters);

it("GET_BALANCE and ACCOUNT_STATUS answer for any account", () => {
  assert.equal(textOf(run("GET_BALANCE", { address_key: address.toUpperCase() })), "12");
  assert.equal(textOf(run("GET_BALANCE", { address_key: "0".repeat(40) })), "0");
  assert.equal(textOf(run("ACCOUNT_STATUS", { address_key: address })), "1");
  assert.equal(textOf(run("ACCOUNT_STATUS", { address_key: "0".repeat(40) })), "0");
  for (const method of ["GET_BALANCE", "ACCOUNT_STATUS"]) {
    assert.equal(refusalOf(run(method, {})), " params key address_key not exist ");
    assert.equal(refusalOf(run(method, { address_key: "" })), " params is error, param[address_key]=");
    assert.equal(refusalOf(run(method, { address_key: "x" })), "account address is illegal");
  }
});

it("GET_ADMIN reads the configuration, SET_ADMIN changes it without an event", () => {
  const withAdmin = createConfigContext(
    (config) => (config.accountConfig = create(GasAccountConfigSchema, { gasAdminAddress: address })),
  );
  assert.equal(textOf(runMethod(withAdmin, "ACCOUNT_MANAGER.GET_ADMIN")), address);
  assert.equal(refusalOf(runMethod(createConfigContext(), "ACCOUNT_MANAGER.GET_ADMIN")), " not set gas admin account");
  const outcome = runMethod(createConfigContext(), "ACCOUNT_MANAGER.SET_ADMIN", { address_key: address });
  assert.equal(configOf(outcome).accountConfig?.gasAdminAddress, address);
  assert.equal(outcome.events.length, 0);
});

it("methods that need gas are not there", () => {
  assert.equal(refusalOf(run("RECHARGE_GAS", {})), "the method does not found");
});
