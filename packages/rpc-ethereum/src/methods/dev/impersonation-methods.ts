import { encodeUnsignedTransaction } from "@yanta/ethereum";
import { ethereumChainId } from "@yanta/chain";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { readAddress, readData, readObject, readQuantity } from "../../json-rpc/read-params.ts";
import { serverError } from "../../json-rpc/rpc-error.ts";
import type { DevContext } from "./dev-context.ts";
import { readBoolean } from "./read-dev-params.ts";

/** Gas of a transaction that names none; the chain's own limit holds anyway. */
const gasLimitDefault = 30_000_000n;

/** Ethereum addresses that act without a key. */
export function createImpersonationMethods({ chain, dev, sender }: DevContext): Readonly<Record<string, RpcMethod>> {
  const start: RpcMethod = ([address]) => {
    dev.impersonate(readAddress(address, "address"));
    return true;
  };
  const stop: RpcMethod = ([address]) => {
    dev.stopImpersonating(readAddress(address, "address"));
    return true;
  };
  const auto: RpcMethod = ([value]) => {
    dev.impersonatesAll = readBoolean(value, "enabled");
    return true;
  };
  const send = (value: unknown, isUnsigned: boolean): string => {
    const call = readObject(value, "transaction");
    const from = readAddress(call["from"], "from");
    if (!isUnsigned && !dev.impersonatesAll && !dev.impersonated.has(from))
      throw serverError(`no key for 0x${from}: sign the transaction, or impersonate the address first`);
    if (readOptional(call["value"], "value") ?? 0n) throw serverError("this chain transfers no value");
    const to = call["to"] === undefined || call["to"] === null ? undefined : readAddress(call["to"], "to");
    const data = call["input"] ?? call["data"];
    const raw = encodeUnsignedTransaction({
      from,
      chainId: ethereumChainId(chain.chainId),
      nonce: readOptional(call["nonce"], "nonce") ?? sender.nextNonce(from),
      gasLimit: readOptional(call["gas"], "gas") ?? gasLimitDefault,
      to,
      data: data === undefined || data === null ? new Uint8Array(0) : readData(data, "data"),
    });
    return `0x${sender.sendUnsigned(raw)}`;
  };
  return {
    anvil_impersonateAccount: start,
    hardhat_impersonateAccount: start,
    anvil_stopImpersonatingAccount: stop,
    hardhat_stopImpersonatingAccount: stop,
    anvil_autoImpersonateAccount: auto,
    eth_accounts: () => [...dev.impersonated].map((address) => `0x${address}`),
    eth_sendTransaction: ([transaction]) => send(transaction, false),
    eth_sendUnsignedTransaction: ([transaction]) => send(transaction, true),
  };
}

const readOptional = (value: unknown, name: string): bigint | undefined =>
  value === undefined || value === null ? undefined : readQuantity(value, name);
