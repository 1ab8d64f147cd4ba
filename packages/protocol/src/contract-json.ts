import { type Contract, ContractSchema } from "./gen/common/contract_pb.js";
import { messageToGoJson } from "./go-json.ts";

/** What GET_CONTRACT_INFO answers; GET_CONTRACT_LIST answers a JSON array of these. Spec: vector contract.json. */
export function contractToJson(contract: Contract): string {
  return messageToGoJson(ContractSchema, contract);
}
