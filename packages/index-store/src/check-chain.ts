import { bytesToHex } from "@yanta/bytes";
import { getBlockHeader, getChainInfo, type Client } from "@yanta/sdk";
import { indexStoreErrors } from "./errors.ts";
import type { Cursor } from "./interface.ts";

/** Checks that a block is the one at a cursor. Errors: INDEX_STORE_FOREIGN_CHAIN. */
export function checkHash({ height, hash }: Cursor, found: string): void {
  if (found !== hash)
    throw indexStoreErrors.create("INDEX_STORE_FOREIGN_CHAIN", { height, found: hash, expected: found });
}

/** Checks that a node's chain is the one that a cursor came from. Errors: INDEX_STORE_FOREIGN_CHAIN, INDEX_STORE_AHEAD. */
export async function checkChain(client: Client, cursor: Cursor): Promise<void> {
  const nodeHeight = (await getChainInfo(client)).blockHeight;
  const isAhead = cursor.height > nodeHeight;
  // A node that is behind can only show the beginning.
  const height = isAhead ? 0n : cursor.height;
  const expected = isAhead ? cursor.genesisHash : cursor.hash;
  const found = bytesToHex((await getBlockHeader(client, height)).blockHash);
  if (found !== expected || client.chainId !== cursor.chainId)
    throw indexStoreErrors.create("INDEX_STORE_FOREIGN_CHAIN", { height, found: expected, expected: found });
  if (isAhead) throw indexStoreErrors.create("INDEX_STORE_AHEAD", { height: cursor.height, nodeHeight });
}
