import { ethereumChainId } from "@yanta/chain";
import { keccak256 } from "@yanta/crypto";
import type { RpcMethod } from "../json-rpc/answer-request.ts";
import { toData, toQuantity } from "../json-rpc/hex.ts";
import { readCount, readData } from "../json-rpc/read-params.ts";
import { invalidParams, serverError } from "../json-rpc/rpc-error.ts";
import { feeHistoryBlocksMax, feePercentilesMax } from "../limits.ts";
import { lastHeight, readHeight } from "./read-block-tag.ts";
import type { RpcContext } from "./rpc-context.ts";

/** The chain's number, fees (there are none), and the node itself. */
export function createNodeMethods({ chain, clientVersion }: RpcContext): Readonly<Record<string, RpcMethod>> {
  const chainId = ethereumChainId(chain.chainId);
  return {
    eth_chainId: () => toQuantity(chainId),
    eth_accounts: () => [],
    eth_syncing: () => false,
    eth_gasPrice: () => "0x0",
    eth_maxPriorityFeePerGas: () => "0x0",
    eth_baseFee: () => "0x0",
    eth_blobBaseFee: () => "0x0",
    eth_feeHistory: ([count, newest, percentiles]) => {
      const blocks = readCount(count, "block count", feeHistoryBlocksMax);
      const last = readHeight(newest, chain);
      if (last > lastHeight(chain)) throw serverError("request beyond head block");
      const length = Math.min(blocks, Number(last) + 1);
      if (length === 0) return { oldestBlock: "0x0", gasUsedRatio: [] };
      const rewards = readPercentiles(percentiles);
      const zeros = (size: number): string[] => Array.from({ length: size }, () => "0x0");
      return {
        oldestBlock: toQuantity(last - BigInt(length) + 1n),
        baseFeePerGas: zeros(length + 1),
        gasUsedRatio: Array.from({ length }, () => 0),
        ...(rewards === 0 ? {} : { reward: Array.from({ length }, () => zeros(rewards)) }),
      };
    },
    net_version: () => chainId.toString(),
    net_listening: () => true,
    net_peerCount: () => "0x0",
    web3_clientVersion: () => clientVersion,
    web3_sha3: ([value]) => toData(keccak256(readData(value, "data"))),
    rpc_modules: () => ({ debug: "1.0", eth: "1.0", net: "1.0", rpc: "1.0", web3: "1.0" }),
  };
}

function readPercentiles(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (!Array.isArray(value) || value.length > feePercentilesMax || value.some((each) => typeof each !== "number"))
    throw invalidParams("reward percentiles: not a list of numbers");
  return value.length;
}
