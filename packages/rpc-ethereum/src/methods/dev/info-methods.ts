import { bytesToHex } from "@yanta/bytes";
import { ethereumChainId, txGasMax } from "@yanta/chain";
import { randomBytes } from "@yanta/crypto";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { toQuantity } from "../../json-rpc/hex.ts";
import { lastHeight } from "../read-block-tag.ts";
import type { DevContext } from "./dev-context.ts";

/** What the node says of itself to test tools. */
export function createInfoMethods({
  chain,
  blocks,
  clientVersion,
  dev,
}: DevContext): Readonly<Record<string, RpcMethod>> {
  const chainId = Number(ethereumChainId(chain.chainId));
  const instanceId = `0x${bytesToHex(randomBytes(32))}`;
  const metadata: RpcMethod = () => {
    const height = lastHeight(chain);
    return {
      clientVersion,
      chainId,
      instanceId,
      latestBlockNumber: Number(height),
      latestBlockHash: `0x${blocks.read(height)?.hash ?? ""}`,
      snapshots: Object.fromEntries(
        dev.snapshots().map(({ id, height: at, hash }) => [toQuantity(id), [Number(at), `0x${hash}`]]),
      ),
    };
  };
  return {
    anvil_metadata: metadata,
    hardhat_metadata: metadata,
    anvil_nodeInfo: () => {
      const block = blocks.read(lastHeight(chain));
      return {
        currentBlockNumber: toQuantity(lastHeight(chain)),
        currentBlockTimestamp: Number(block?.header.blockTimestamp ?? 0n),
        currentBlockHash: `0x${block?.hash ?? ""}`,
        hardFork: "cancun",
        transactionOrder: "fifo",
        environment: { baseFee: "0x0", chainId, gasLimit: toQuantity(txGasMax), gasPrice: "0x0" },
        forkConfig: {},
      };
    },
  };
}
