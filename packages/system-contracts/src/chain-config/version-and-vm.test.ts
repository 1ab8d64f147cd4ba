import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { ContractConfigSchema, type ChainConfig } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const run = (method: string, parameters: Record<string, string> = {}, prepare?: (config: ChainConfig) => void) =>
  runMethod(createConfigContext(prepare), `CHAIN_CONFIG.${method}`, parameters);

it("UPDATE_VERSION sets a version that this node runs", () => {
  const outcome = run("UPDATE_VERSION", { block_version: "02030700" });
  assert.equal(configOf(outcome).version, "2030700");
  assert.equal(outcome.events[0]?.contractVersion, "2030700");
  assert.equal(refusalOf(run("UPDATE_VERSION")), "set version failed, require param [block_version], but not found");
  assert.equal(
    refusalOf(run("UPDATE_VERSION", { block_version: "v2.3.0" })),
    "set version failed, require int format from param[block_version]",
  );
  assert.equal(
    refusalOf(run("UPDATE_VERSION", { block_version: "4294967296" })),
    "set version failed, require int format from param[block_version]",
  );
  assert.equal(
    refusalOf(run("UPDATE_VERSION", { block_version: "2030701" })),
    "set version failed, param[block_version] must less or equal 2030700",
  );
  assert.equal(
    refusalOf(run("UPDATE_VERSION", { block_version: "2300" })),
    "set version failed, param[block_version] must greater or equal 2301",
  );
});

it("MULTI_SIGN_ENABLE_MANUAL_RUN makes the sections it needs", () => {
  const config = configOf(run("MULTI_SIGN_ENABLE_MANUAL_RUN", { multi_sign_enable_manual_run: "true" }));
  assert.equal(config.vm?.native?.multisign?.enableManualRun, true);
  assert.equal(
    configOf(run("MULTI_SIGN_ENABLE_MANUAL_RUN", { multi_sign_enable_manual_run: "x" })).vm?.native?.multisign
      ?.enableManualRun,
    false,
  );
  assert.equal(
    refusalOf(run("MULTI_SIGN_ENABLE_MANUAL_RUN")),
    "the key `multi_sign_enable_manual_run` is not found in params",
  );
});

it("ENABLE_ and DISABLE_ONLY_CREATOR_UPGRADE refuse what is so already", () => {
  const isOn = (config: ChainConfig): void =>
    void (config.contract = create(ContractConfigSchema, { onlyCreatorCanUpgrade: true }));
  assert.equal(configOf(run("ENABLE_ONLY_CREATOR_UPGRADE")).contract?.onlyCreatorCanUpgrade, true);
  assert.equal(refusalOf(run("ENABLE_ONLY_CREATOR_UPGRADE", {}, isOn)), "already enabled");
  assert.equal(configOf(run("DISABLE_ONLY_CREATOR_UPGRADE", {}, isOn)).contract?.onlyCreatorCanUpgrade, false);
  assert.equal(refusalOf(run("DISABLE_ONLY_CREATOR_UPGRADE")), "already disabled");
});
