import { create } from "@bufbuild/protobuf";
import {
  ArchiveProcess,
  ArchiveStatusSchema,
  ChainInfoSchema,
  ChainListSchema,
  encodeMessage,
  StoreType,
} from "@yanta/protocol";
import type { NativeMethod, NodeDirectory } from "../interface.ts";
import { succeed, succeedWithText } from "../outcome.ts";
import { noSuch } from "./query-blocks.ts";

/** GET_CHAIN_INFO: M(discovery.ChainInfo), the last height and the nodes that this node knows. */
export function createGetChainInfo(nodes: NodeDirectory): NativeMethod {
  return (context) => {
    const blockHeight = context.ledger.lastHeight;
    if (blockHeight === undefined) return noSuch(context, "block");
    const nodeList = nodes
      .listNodes(context.tx.payload.chainId)
      .map((node) => ({ nodeId: node.nodeId, nodeAddress: node.nodeAddress, nodeTlsCert: node.tlsCertificate }));
    return succeed(encodeMessage(ChainInfoSchema, create(ChainInfoSchema, { blockHeight, nodeList })));
  };
}

/** GET_NODE_CHAIN_LIST: M(discovery.ChainList). Usually asked on chain `system_chain`. */
export function createGetNodeChainList(nodes: NodeDirectory): NativeMethod {
  return () =>
    succeed(encodeMessage(ChainListSchema, create(ChainListSchema, { chainIdList: [...nodes.listChainIds()] })));
}

/** GET_ARCHIVED_BLOCK_HEIGHT: decimal text. */
export const getArchivedBlockHeight: NativeMethod = (context) =>
  succeedWithText(context.ledger.archivedHeight.toString());

/** GET_ARCHIVE_STATUS: M(store.ArchiveStatus); block files of this store are not ChainMaker's, so none are listed. */
export function createGetArchiveStatus(unarchivedBlockCount: bigint): NativeMethod {
  return (context) => {
    const lastHeight = context.ledger.lastHeight ?? 0n;
    const status = create(ArchiveStatusSchema, {
      type: StoreType.BFDB,
      archivePivot: context.ledger.archivedHeight,
      maxAllowArchiveHeight: lastHeight > unarchivedBlockCount ? lastHeight - unarchivedBlockCount : 0n,
      process: ArchiveProcess.Normal,
    });
    return succeed(encodeMessage(ArchiveStatusSchema, status));
  };
}
