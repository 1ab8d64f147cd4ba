import { getChainInfo } from "@yanta/sdk";
import type { Health } from "../../api/health.ts";
import type { Handler, ServiceParts } from "../context.ts";

/** Blocks that an index may be behind and still be called up to date: it reads them all the time. */
const behindMax = 10;

export const health: Handler<"health"> = async ({ parts }) => {
  const { cursor, isRebuilding, fault } = parts.follower.status();
  const chainHeight = await readHeight(parts);
  const indexHeight = Number(cursor?.height ?? 0n);
  return {
    status: statusOf(parts, chainHeight, indexHeight),
    chainId: parts.client.chainId,
    chainHeight: chainHeight ?? indexHeight,
    indexHeight,
    blockHash: cursor?.hash ?? "",
    blockTime: Number(cursor?.unixSeconds ?? 0n),
    isRebuilding,
    fault: chainHeight === undefined ? "SDK_UNREACHABLE" : fault,
  };
};

function statusOf({ follower }: ServiceParts, chainHeight: number | undefined, indexHeight: number): Health["status"] {
  const { isRebuilding, isOutdated, fault } = follower.status();
  if (isOutdated) return "rebuilding";
  if (chainHeight === undefined || fault !== "") return "failed";
  if (isRebuilding) return "rebuilding";
  return chainHeight - indexHeight > behindMax ? "behind" : "ok";
}

/** The node's height; undefined when it does not answer soon. */
async function readHeight({ client }: ServiceParts): Promise<number | undefined> {
  try {
    return Number((await getChainInfo(client)).blockHeight);
  } catch {
    return undefined;
  }
}
