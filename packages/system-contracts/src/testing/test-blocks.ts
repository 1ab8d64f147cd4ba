import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { BlockInfoSchema, BlockType, encodeMessage, type Member } from "@yanta/protocol";
import type { BlockRecord } from "@yanta/storage";

/** A transaction of a test block. */
export interface TestTx {
  readonly txId: string;
  readonly sender?: Member;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly result?: Uint8Array;
  readonly events?: readonly string[];
  readonly contract?: string;
}

export interface TestBlock {
  readonly height: bigint;
  readonly txs: readonly TestTx[];
  readonly isConfig?: boolean;
  readonly preConfHeight?: bigint;
}

/** A block as the log holds it; its hash is its height's text. */
export function createBlockRecord(block: TestBlock): BlockRecord {
  const blockHash = utf8ToBytes(`hash ${block.height}`);
  const info = create(BlockInfoSchema, {
    block: {
      header: {
        blockVersion: 2_030_600,
        blockType: block.isConfig === true ? BlockType.CONFIG_BLOCK : BlockType.NORMAL_BLOCK,
        chainId: "chain1",
        blockHeight: block.height,
        blockHash,
        preConfHeight: block.preConfHeight ?? 0n,
        txCount: block.txs.length,
        blockTimestamp: 1_700_000_000n + block.height,
      },
      dag: {},
      txs: block.txs.map((tx) => ({
        payload: {
          chainId: "chain1",
          txId: tx.txId,
          contractName: tx.contract ?? "T",
          parameters: Object.entries(tx.parameters ?? {}).map(([key, value]) => ({ key, value: utf8ToBytes(value) })),
        },
        ...(tx.sender === undefined ? {} : { sender: { signer: tx.sender } }),
        result: {
          contractResult: {
            result: tx.result ?? utf8ToBytes("r"),
            gasUsed: 5n,
            contractEvent: (tx.events ?? []).map((topic) => ({ topic, txId: tx.txId, contractName: "T" })),
          },
        },
      })),
    },
    rwsetList: block.txs.map((tx) => ({
      txId: tx.txId,
      txWrites: [{ key: utf8ToBytes("k"), value: utf8ToBytes("a long value"), contractName: "T" }],
    })),
  });
  return { height: block.height, blockHash, blockInfoBytes: encodeMessage(BlockInfoSchema, info) };
}
