import { AddrType, contractToJson } from "@yanta/protocol";
import type { NativeMethod } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { isBlank, parameterText } from "../parameters.ts";
import { refusalTexts } from "../refusal-texts.ts";
import { asQueried, contractTexts, listRecords, readRecord } from "./contract-records.ts";

/** GET_CONTRACT_INFO: the record as JSON, by name or address. */
export const getContractInfo: NativeMethod = (context, parameters) => {
  const asked = parameterText(parameters, "CONTRACT_NAME");
  const isZxlAddress = context.chainConfig.vm?.addrType === AddrType.ZXL && /^ZX[0-9a-fA-F]{40}$/.test(asked);
  const name = isZxlAddress ? asked.slice(2) : asked;
  if (isBlank(name)) return refuse(`${refusalTexts.params}, param[contract_name] of get contract not found`);
  const contract = readRecord(context, name);
  if (contract === undefined) return refuse(contractTexts.missing);
  return succeedWithText(contractToJson(asQueried(context, contract)));
};

/** GET_CONTRACT_LIST: JSON array of all records, system contracts included, in key order. */
export const getContractList: NativeMethod = (context) => {
  const contracts = listRecords(context).map((contract) => contractToJson(asQueried(context, contract)));
  return succeedWithText(contracts.length === 0 ? "null" : `[${contracts.join(",")}]`);
};
