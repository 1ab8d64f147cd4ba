import type { Chain } from "@yanta/chain";
import { readHash, readObject, readQuantity } from "../json-rpc/read-params.ts";
import { invalidParams, serverError } from "../json-rpc/rpc-error.ts";
import type { ChainBlock } from "../view/block-reader.ts";
import type { RpcContext } from "./rpc-context.ts";

/** The last block is final at once, so most of Ethereum's names mean it. */
const lastNames: ReadonlySet<unknown> = new Set(["latest", "pending", "safe", "finalized"]);

export function lastHeight({ ledger }: Chain): bigint {
  return ledger.lastHeight ?? 0n;
}

/** A height by name or number; it may lie above the chain. */
export function readHeight(value: unknown, chain: Chain): bigint {
  if (value === undefined || value === null || lastNames.has(value)) return lastHeight(chain);
  if (value === "earliest") return 0n;
  return readQuantity(value, "block number");
}

/** The height whose state a call means; undefined for the last one. Takes EIP-1898's objects, too. */
export function readStateHeight(value: unknown, { chain, blocks }: RpcContext): bigint | undefined {
  let height: bigint;
  if (typeof value === "object" && value !== null) {
    const { blockHash, blockNumber } = readObject(value, "block");
    if (blockHash === undefined) height = readHeight(blockNumber, chain);
    else {
      const block = blocks.readByHash(readHash(blockHash, "blockHash"));
      if (block === undefined) throw serverError("header not found");
      height = block.height;
    }
  } else {
    height = readHeight(value, chain);
  }
  if (height > lastHeight(chain)) throw serverError("header not found");
  return height === lastHeight(chain) ? undefined : height;
}

/** The block by name, number or hash; undefined when there is none. */
export function readBlock(value: unknown, context: RpcContext): ChainBlock | undefined {
  const hash = typeof value === "object" && value !== null ? readObject(value, "block")["blockHash"] : value;
  if (typeof hash === "string" && hash.length === 66) return context.blocks.readByHash(readHash(hash, "block hash"));
  if (value === undefined) throw invalidParams("missing value for required argument 0");
  const number = typeof value === "object" && value !== null ? readObject(value, "block")["blockNumber"] : value;
  return context.blocks.read(readHeight(number, context.chain));
}
