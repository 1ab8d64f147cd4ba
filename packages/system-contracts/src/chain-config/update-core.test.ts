import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { GasAccountConfigSchema } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const method = "CHAIN_CONFIG.CORE_UPDATE";

it("CORE_UPDATE changes timeouts and switches", () => {
  const parameters = {
    tx_scheduler_timeout: "60",
    tx_scheduler_validate_timeout: "0",
    enable_sender_group: "true",
    enable_conflicts_bit_window: "no",
  };
  const core = configOf(runMethod(createConfigContext(), method, parameters)).core;
  assert.deepEqual([core?.txSchedulerTimeout, core?.txSchedulerValidateTimeout], [60n, 0n]);
  assert.deepEqual([core?.enableSenderGroup, core?.enableConflictsBitWindow], [true, false]);
});

it("CORE_UPDATE refuses times above a minute, texts, nothing, and gas batching without gas", () => {
  const refusal = (parameters: Record<string, string>) =>
    refusalOf(runMethod(createConfigContext(), method, parameters));
  assert.equal(refusal({ tx_scheduler_timeout: "61" }), "out of range");
  assert.equal(refusal({ tx_scheduler_validate_timeout: "x" }), 'strconv.ParseUint: parsing "x": invalid syntax');
  assert.equal(refusal({}), "params is error");
  assert.equal(
    refusal({ enable_optimize_charge_gas: "true" }),
    "can not set `enable_optimize_charge_gas` flag when `enable_gas` is disabled",
  );
});

it("CORE_UPDATE batches gas when gas is on", () => {
  const context = createConfigContext(
    (config) => (config.accountConfig = create(GasAccountConfigSchema, { enableGas: true })),
  );
  assert.equal(
    configOf(runMethod(context, method, { enable_optimize_charge_gas: "true" })).core?.enableOptimizeChargeGas,
    true,
  );
});
