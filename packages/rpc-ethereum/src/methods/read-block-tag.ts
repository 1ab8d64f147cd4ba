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
  const { blockHash, blockNumber } = readBlockName(value);
  const height = blockHash === undefined ? readHeight(blockNumber, chain) : blocks.readByHash(blockHash)?.height;
  if (height === undefined) throw serverError("header not found");
  if (height > lastHeight(chain)) throw serverError("header not found");
  return height === lastHeight(chain) ? undefined : height;
}

/** The block by name, number or hash; undefined when there is none. */
export function readBlock(value: unknown, context: RpcContext): ChainBlock | undefined {
  if (value === undefined) throw invalidParams("missing value for required argument 0");
  const { blockHash, blockNumber } = readBlockName(value);
  return blockHash === undefined
    ? context.blocks.read(readHeight(blockNumber, context.chain))
    : context.blocks.readByHash(blockHash);
}

/** A block is named by number or hash, as a text or as EIP-1898's object. */
function readBlockName(value: unknown): { readonly blockHash?: string; readonly blockNumber?: unknown } {
  if (typeof value === "string" && value.length === 66) return { blockHash: readHash(value, "block hash") };
  if (typeof value !== "object" || value === null) return { blockNumber: value };
  const { blockHash, blockNumber } = readObject(value, "block");
  return blockHash === undefined ? { blockNumber } : { blockHash: readHash(blockHash, "blockHash") };
}
