import type { Payload } from "@yanta/protocol";
import { devContract } from "../dev/dev-contract.ts";
import type { PoolTxType } from "../interface.ts";

const aloneContracts: ReadonlySet<string> = new Set([
  "CHAIN_CONFIG",
  "CERT_MANAGE",
  "MULTI_SIGN",
  "PUBKEY_MANAGE",
  "CONTRACT_MANAGE",
  devContract,
]);
const payerMethods: ReadonlySet<string> = new Set(["SET_CONTRACT_METHOD_PAYER", "UNSET_CONTRACT_METHOD_PAYER"]);

/** Config and management transactions wait in a queue of their own and stand alone in a block. Spec: rpc.md §8, ledger.md §5. */
export function classifyTx(payload: Payload): PoolTxType {
  const { contractName, method } = payload;
  if (aloneContracts.has(contractName)) return "config";
  return contractName === "ACCOUNT_MANAGER" && payerMethods.has(method) ? "config" : "common";
}
