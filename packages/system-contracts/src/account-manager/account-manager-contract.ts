import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, textToBinaryString } from "@yanta/bytes";
import { AddrType, GasAccountConfigSchema } from "@yanta/protocol";
import type { Parameters, TxContext } from "@yanta/vm";
import { lowerCaseAddress } from "../account-address.ts";
import { readConfig, storeConfig } from "../chain-config/config-state.ts";
import type { NativeContract, NativeMethod, NativeOutcome } from "../interface.ts";
import { refuse, succeed, succeedWithText } from "../outcome.ts";
import { isBlank, parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";

/** Name of the contract and of its namespace. */
const name = "ACCOUNT_MANAGER";

const addressIllegal = "account address is illegal";

/** SET_ADMIN: like CHAIN_CONFIG's SET_ACCOUNT_MANAGER_ADMIN, but without the event. */
const setAdmin: NativeMethod = (context, parameters) => {
  if (!parameters.has("address_key")) return refuse(" params key address_key not exist ");
  const asked = parameterText(parameters, "address_key");
  if (isBlank(asked)) return refuse(` ${refusalTexts.params}, param[public_key]=${asked},`);
  const address = lowerCaseAddress(asked, addressTypeOf(context));
  if (address === undefined) return refuse(addressIllegal);
  const config = readConfig(context);
  (config.accountConfig ??= create(GasAccountConfigSchema)).gasAdminAddress = address;
  return storeConfig(context, config);
};

/** GET_ADMIN: the gas administrator's address. */
const getAdmin: NativeMethod = (context) => {
  const address = readConfig(context).accountConfig?.gasAdminAddress ?? "";
  return lowerCaseAddress(address, addressTypeOf(context)) === undefined
    ? refuse(" not set gas admin account")
    : succeedWithText(address);
};

/** GET_BALANCE: decimal text, `0` for an account that was never charged. */
const getBalance: NativeMethod = (context, parameters) =>
  withAddress(context, parameters, (address) => {
    const balance = context.get(name, textToBinaryString(`__account_prefix__${address}`));
    return balance === undefined || balance.length === 0 ? succeedWithText("0") : succeed(balance);
  });

/** ACCOUNT_STATUS: `1` frozen, `0` not. */
const getAccountStatus: NativeMethod = (context, parameters) =>
  withAddress(context, parameters, (address) => {
    const status = context.get(name, textToBinaryString(`__frozen_account__${address}`));
    return succeedWithText(status !== undefined && bytesToUtf8(status) === "1" ? "1" : "0");
  });

/**
 * ACCOUNT_MANAGER: what can be asked with gas off. Gas itself is not charged yet; its methods answer that they are not there.
 * Spec: system-contracts.md §8.
 */
export function createAccountManagerContract(): NativeContract {
  const methods = new Map<string, NativeMethod>([
    ["SET_ADMIN", setAdmin],
    ["GET_ADMIN", getAdmin],
    ["GET_BALANCE", getBalance],
    ["ACCOUNT_STATUS", getAccountStatus],
  ]);
  return { name, methods };
}

function withAddress(
  context: TxContext,
  parameters: Parameters,
  answer: (address: string) => NativeOutcome,
): NativeOutcome {
  if (!parameters.has("address_key")) return refuse(" params key address_key not exist ");
  const asked = parameterText(parameters, "address_key");
  if (isBlank(asked)) return refuse(` ${refusalTexts.params}, param[address_key]=${asked}`);
  const address = lowerCaseAddress(asked, addressTypeOf(context));
  return address === undefined ? refuse(addressIllegal) : answer(address);
}

function addressTypeOf(context: TxContext): AddrType {
  return context.chainConfig.vm?.addrType ?? AddrType.CHAINMAKER;
}
