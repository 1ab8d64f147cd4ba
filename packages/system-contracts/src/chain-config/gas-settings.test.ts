import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { AddrType, GasAccountConfigSchema, VmSchema, type ChainConfig } from "@yanta/protocol";
import { configOf, createConfigContext } from "../testing/config-context.ts";
import { refusalOf, runMethod } from "../testing/run-method.ts";

const gasOn = (config: ChainConfig): void =>
  void (config.accountConfig = create(GasAccountConfigSchema, { enableGas: true }));
const run = (method: string, parameters: Record<string, string> = {}, prepare?: (config: ChainConfig) => void) =>
  runMethod(createConfigContext(prepare), `CHAIN_CONFIG.${method}`, parameters);

it("ENABLE_OR_DISABLE_GAS toggles", () => {
  assert.equal(configOf(run("ENABLE_OR_DISABLE_GAS")).accountConfig?.enableGas, true);
  assert.equal(configOf(run("ENABLE_OR_DISABLE_GAS", {}, gasOn)).accountConfig?.enableGas, false);
});

it("gas amounts and prices need gas on, the parameter and a number", () => {
  const amount = configOf(run("SET_INVOKE_BASE_GAS", { set_invoke_base_gas: "18446744073709551615" }, gasOn));
  assert.equal(amount.accountConfig?.defaultGas, 18_446_744_073_709_551_615n);
  assert.equal(
    configOf(run("SET_INSTALL_BASE_GAS", { set_install_base_gas: "7" }, gasOn)).accountConfig?.installBaseGas,
    7n,
  );
  assert.equal(
    configOf(run("SET_INVOKE_GAS_PRICE", { set_invoke_gas_price: "0.1" }, gasOn)).accountConfig?.defaultGasPrice,
    Math.fround(0.1),
  );
  assert.equal(
    configOf(run("SET_INSTALL_GAS_PRICE", { set_install_gas_price: "1e-2" }, gasOn)).accountConfig?.installGasPrice,
    Math.fround(0.01),
  );
  assert.equal(refusalOf(run("SET_INVOKE_BASE_GAS", { set_invoke_base_gas: "1" })), "`enable_gas` flag is not opened");
  assert.equal(
    refusalOf(run("SET_INVOKE_BASE_GAS", {}, gasOn)),
    "set invoke base gas failed, require param [set_invoke_base_gas], but not found",
  );
  const unreadable = "failed to parse default gas from param";
  assert.equal(
    refusalOf(run("SET_INSTALL_BASE_GAS", { set_install_base_gas: "x" }, gasOn)),
    `set install base gas failed, ${unreadable}[set_install_base_gas]`,
  );
  assert.equal(
    refusalOf(run("SET_INVOKE_GAS_PRICE", { set_invoke_gas_price: "x" }, gasOn)),
    `set invoke gas price failed, ${unreadable}[set_invoke_gas_price]`,
  );
  assert.equal(
    refusalOf(run("SET_INSTALL_GAS_PRICE", { set_install_gas_price: "1e39" }, gasOn)),
    `set install gas price failed, ${unreadable}[set_install_gas_price]`,
  );
  assert.equal(
    refusalOf(run("SET_INVOKE_GAS_PRICE", { set_invoke_gas_price: "-1" }, gasOn)),
    "gas price should not be less than 0",
  );
});

it("SET_ACCOUNT_MANAGER_ADMIN takes an address of the chain's form in lower case", () => {
  const address = "A".repeat(40);
  assert.equal(
    configOf(run("SET_ACCOUNT_MANAGER_ADMIN", { address_key: address })).accountConfig?.gasAdminAddress,
    "a".repeat(40),
  );
  assert.equal(refusalOf(run("SET_ACCOUNT_MANAGER_ADMIN")), " params key address_key not exist ");
  assert.equal(
    refusalOf(run("SET_ACCOUNT_MANAGER_ADMIN", { address_key: " " })),
    " params is error, param[public_key]= ,",
  );
  assert.equal(refusalOf(run("SET_ACCOUNT_MANAGER_ADMIN", { address_key: "x" })), "account address is illegal");
  const zxl = (config: ChainConfig): void => void (config.vm = create(VmSchema, { addrType: AddrType.ZXL }));
  assert.equal(
    refusalOf(run("SET_ACCOUNT_MANAGER_ADMIN", { address_key: address }, zxl)),
    "account address is illegal",
  );
  assert.equal(
    configOf(run("SET_ACCOUNT_MANAGER_ADMIN", { address_key: `ZX${address}` }, zxl)).accountConfig?.gasAdminAddress,
    `ZX${"a".repeat(40)}`,
  );
});

it("ALTER_ADDR_TYPE sets the number it is given", () => {
  assert.equal(configOf(run("ALTER_ADDR_TYPE", { addr_type: "0" })).vm?.addrType, AddrType.CHAINMAKER);
  assert.equal(
    refusalOf(run("ALTER_ADDR_TYPE")),
    "alter address type failed, require param [addr_type], but not found",
  );
  assert.equal(
    refusalOf(run("ALTER_ADDR_TYPE", { addr_type: "x" })),
    "alter address type failed, failed to parse address type from param[addr_type]",
  );
});
