import { create } from "@bufbuild/protobuf";
import { bytesToInt64Le } from "@yanta/bytes";
import { type TxResponse, TxResponseSchema, TxStatusCode, type TxView } from "@yanta/protocol";

/** Moves block contents out of the store and back. A returned text is why it could not. */
export interface BlockArchive {
  /** Archives the blocks below `height`. */
  archiveBelow(height: bigint): Promise<string | undefined>;
  /** Puts one archived block back from its M(store.BlockWithRWSet). */
  restoreBlock(blockWithRwsetBytes: Uint8Array): Promise<string | undefined>;
}

/** For stores that cannot archive. */
export const noBlockArchive: BlockArchive = {
  archiveBelow: () => Promise.resolve("archive function is disabled"),
  restoreBlock: () => Promise.resolve("archive function is disabled"),
};

/** Runs an ARCHIVE transaction, which never goes into a block. Spec: rpc.md §10. */
export async function runArchiveTx(archive: BlockArchive, tx: TxView): Promise<TxResponse> {
  const { contractName, method } = tx.payload;
  if (contractName !== "ARCHIVE_MANAGE") return respond(tx, "unsupport tx_type");
  switch (method) {
    case "ARCHIVE_BLOCK":
      return respond(tx, await archiveBlocks(archive, tx));
    case "RESTORE_BLOCK":
      return respond(tx, await restoreBlocks(archive, tx));
    default:
      return respond(tx, "unsupport tx_type");
  }
}

async function archiveBlocks(archive: BlockArchive, tx: TxView): Promise<string | undefined> {
  const prefix = "check archive block payload params failed";
  const [parameter, ...others] = tx.payload.parameters;
  if (parameter === undefined || others.length > 0) return `${prefix}, params count != 1`;
  if (parameter.key !== "BLOCK_HEIGHT") return `${prefix}, invalid key, must be BLOCK_HEIGHT`;
  const height = bytesToInt64Le(parameter.value);
  if (height === undefined) return `${prefix}, unexpected EOF`;
  const fault = await archive.archiveBelow(BigInt.asUintN(64, height));
  return fault === undefined ? undefined : `archive block failed, ${fault}`;
}

async function restoreBlocks(archive: BlockArchive, tx: TxView): Promise<string | undefined> {
  const blocks = tx.payload.parameters.filter(({ key, value }) => key === "FULL_BLOCK" && value.length > 0);
  if (blocks.length === 0) return "empty restore block data";
  for (const { value } of blocks) {
    const fault = await archive.restoreBlock(value);
    if (fault !== undefined) return `restore block failed, ${fault}`;
  }
  return undefined;
}

function respond(tx: TxView, fault: string | undefined): TxResponse {
  const code = fault === undefined ? TxStatusCode.SUCCESS : TxStatusCode.INTERNAL_ERROR;
  return create(TxResponseSchema, { code, message: fault ?? "SUCCESS", txId: tx.txId });
}
