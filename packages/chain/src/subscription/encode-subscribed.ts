import { create, fromBinary } from "@bufbuild/protobuf";
import {
  type BlockHeader,
  type ContractEventInfo,
  ContractEventInfoListSchema,
  ContractEventInfoSchema,
  createTxViewFromTransaction,
  encodeBlockInfo,
  encodeMessage,
  ResultSchema,
  scanOwnBlockInfo,
  splitTransaction,
} from "@yanta/protocol";

/** M(BlockHeader) of a stored block. */
export function encodeSubscribedHeader(blockInfoBytes: Uint8Array): Uint8Array {
  return scanOwnBlockInfo(blockInfoBytes).headerBytes;
}

export interface BlockShape {
  readonly withRwset: boolean;
  /** The organisation of a LIGHT subscriber, who sees only its own transactions. */
  readonly onlyOrgId: string | undefined;
}

/** M(BlockInfo) as a subscriber may see it. Spec: rpc.md §9. */
export function encodeSubscribedBlock(blockInfoBytes: Uint8Array, { withRwset, onlyOrgId }: BlockShape): Uint8Array {
  if (withRwset && onlyOrgId === undefined) return blockInfoBytes;
  const parts = scanOwnBlockInfo(blockInfoBytes);
  const isShown = parts.txBytes.map(
    (bytes) => onlyOrgId === undefined || createTxViewFromTransaction(bytes).sender?.signer?.orgId === onlyOrgId,
  );
  return encodeBlockInfo({
    ...parts,
    txBytes: parts.txBytes.filter((_, index) => isShown[index]),
    rwSetBytes: withRwset ? parts.rwSetBytes.filter((_, index) => isShown[index]) : [],
  });
}

/** M(ContractEventInfoList) of one block. A block without a match sends one entry that names only the block. Spec: rpc.md §9. */
export function encodeSubscribedEvents(
  blockInfoBytes: Uint8Array,
  wanted: { readonly contractName: string; readonly topic: string },
): Uint8Array {
  const { header, txBytes } = scanOwnBlockInfo(blockInfoBytes);
  const contractEvents = txBytes.flatMap((bytes) => eventsOf(bytes, header, wanted));
  if (contractEvents.length === 0) contractEvents.push(create(ContractEventInfoSchema, blockOf(header)));
  return encodeMessage(ContractEventInfoListSchema, create(ContractEventInfoListSchema, { contractEvents }));
}

function eventsOf(
  transactionBytes: Uint8Array,
  header: BlockHeader,
  wanted: { readonly contractName: string; readonly topic: string },
): ContractEventInfo[] {
  const { tx, resultBytes } = splitTransaction(transactionBytes);
  const events =
    resultBytes === undefined ? [] : (fromBinary(ResultSchema, resultBytes).contractResult?.contractEvent ?? []);
  const found: ContractEventInfo[] = [];
  for (const [eventIndex, { topic, contractName, contractVersion, eventData }] of events.entries()) {
    if (wanted.contractName !== "" && wanted.contractName !== contractName) continue;
    if (wanted.topic !== "" && wanted.topic !== topic) continue;
    found.push(
      create(ContractEventInfoSchema, {
        ...blockOf(header),
        topic,
        txId: tx.txId,
        eventIndex,
        contractName,
        contractVersion,
        eventData,
      }),
    );
  }
  return found;
}

const blockOf = ({
  blockHeight,
  chainId,
  blockTimestamp,
}: BlockHeader): { blockHeight: bigint; chainId: string; blockTimestamp: bigint } => ({
  blockHeight,
  chainId,
  blockTimestamp,
});
