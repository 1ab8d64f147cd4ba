import { create } from "@bufbuild/protobuf";
import { AddrType, GasAccountConfigSchema, type GasAccountConfig } from "@yanta/protocol";
import type { Parameters } from "@yanta/vm";
import { lowerCaseAddress } from "../account-address.ts";
import { parseUint } from "../go-text.ts";
import { isBlank, parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import type { ConfigChange } from "./config-state.ts";

/** ENABLE_OR_DISABLE_GAS: toggles. */
export const toggleGas: ConfigChange = (config) => {
  const account = (config.accountConfig ??= create(GasAccountConfigSchema));
  account.enableGas = !account.enableGas;
  return undefined;
};

/** SET_INVOKE_BASE_GAS. */
export const setInvokeBaseGas = gasAmountChange("invoke base gas", "set_invoke_base_gas", "defaultGas");
/** SET_INSTALL_BASE_GAS. */
export const setInstallBaseGas = gasAmountChange("install base gas", "set_install_base_gas", "installBaseGas");
/** SET_INVOKE_GAS_PRICE: price of a byte, a 32-bit float. */
export const setInvokeGasPrice = gasPriceChange("invoke gas price", "set_invoke_gas_price", "defaultGasPrice");
/** SET_INSTALL_GAS_PRICE. */
export const setInstallGasPrice = gasPriceChange("install gas price", "set_install_gas_price", "installGasPrice");

/** SET_ACCOUNT_MANAGER_ADMIN: who may recharge, refund and freeze gas accounts. Works with gas off, too. */
export const setAccountManagerAdmin: ConfigChange = (config, parameters) => {
  if (!parameters.has("address_key")) return " params key address_key not exist ";
  const asked = parameterText(parameters, "address_key");
  if (isBlank(asked)) return ` ${refusalTexts.params}, param[public_key]=${asked},`;
  const address = lowerCaseAddress(asked, config.vm?.addrType ?? AddrType.CHAINMAKER);
  if (address === undefined) return "account address is illegal";
  (config.accountConfig ??= create(GasAccountConfigSchema)).gasAdminAddress = address;
  return undefined;
};

/** ALTER_ADDR_TYPE: forbidden by policy from 2030300 on. */
export const alterAddressType: ConfigChange = (config, parameters) => {
  if (!parameters.has("addr_type")) return "alter address type failed, require param [addr_type], but not found";
  const type = parseUint(parameterText(parameters, "addr_type"));
  if (type.kind === "error") return "alter address type failed, failed to parse address type from param[addr_type]";
  if (config.vm === undefined) return "the Vm section in chain config is nil";
  config.vm.addrType = Number(BigInt.asIntN(32, type.value));
  return undefined;
};

const gasIsOff = "`enable_gas` flag is not opened";

function gasAmountChange(what: string, parameter: string, field: "defaultGas" | "installBaseGas"): ConfigChange {
  return gasChange(what, parameter, (account, parameters) => {
    const amount = parseUint(parameterText(parameters, parameter));
    if (amount.kind === "error") return `set ${what} failed, failed to parse default gas from param[${parameter}]`;
    account[field] = amount.value;
    return undefined;
  });
}

function gasPriceChange(what: string, parameter: string, field: "defaultGasPrice" | "installGasPrice"): ConfigChange {
  return gasChange(what, parameter, (account, parameters) => {
    const price = parseFloat32(parameterText(parameters, parameter));
    if (price === undefined) return `set ${what} failed, failed to parse default gas from param[${parameter}]`;
    if (price < 0) return "gas price should not be less than 0";
    account[field] = price;
    return undefined;
  });
}

function gasChange(
  what: string,
  parameter: string,
  set: (account: GasAccountConfig, parameters: Parameters) => string | undefined,
): ConfigChange {
  return (config, parameters) => {
    if (config.accountConfig?.enableGas !== true) return gasIsOff;
    if (!parameters.has(parameter)) return `set ${what} failed, require param [${parameter}], but not found`;
    return set(config.accountConfig, parameters);
  };
}

/** A decimal number as a 32-bit float; undefined for anything else. Go also takes hexadecimal, infinite and NaN texts: refused here. */
function parseFloat32(text: string): number | undefined {
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text)) return undefined;
  const value = Math.fround(Number(text));
  return Number.isFinite(value) ? value : undefined;
}
