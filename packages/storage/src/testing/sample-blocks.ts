import { create } from "@bufbuild/protobuf";
import { emptyBytes, utf8ToBytes, type BinaryString } from "@yanta/bytes";
import {
  blockHash,
  BlockHeaderSchema,
  BlockType,
  encodeBlockInfo,
  encodeMessage,
  encodeTxRwSet,
  TransactionSchema,
} from "@yanta/protocol";

import type { BlockCommit } from "../interface.ts";

/** One write of a sample transaction; without a value it deletes. */
export interface SampleWrite {
  readonly contract?: string;
  readonly key: BinaryString;
  readonly value?: string | Uint8Array;
}

export interface SampleTx {
  readonly txId: string;
  readonly writes: readonly SampleWrite[];
}

export interface SampleBlock {
  readonly txs: readonly SampleTx[];
  /** A block of one successful CHAIN_CONFIG transaction. */
  readonly isConfigBlock?: boolean;
  /** Bytes of parameters of each transaction. */
  readonly parameterSizeBytes?: number;
}

/** Makes commits that follow each other, the way the committer does, without signatures. */
export class SampleChain {
  readonly chainId: string;
  #height = -1n;
  #hash: Uint8Array = emptyBytes;

  constructor(chainId = "chain1") {
    this.chainId = chainId;
  }

  /** Goes on behind a block that a ledger already has. */
  continueAfter(height: bigint, hash: Uint8Array): void {
    this.#height = height;
    this.#hash = hash;
  }

  next(block: SampleBlock): BlockCommit {
    const height = this.#height + 1n;
    const isConfigBlock = block.isConfigBlock === true || height === 0n;
    const timestamp = 1_700_000_000n + height;
    const txs = block.txs.map(({ txId, writes }) => ({
      txId,
      writes: writes.map(({ contract = "fact", key, value = emptyBytes }) => ({
        contract,
        key,
        value: typeof value === "string" ? utf8ToBytes(value) : value,
      })),
    }));
    const header = create(BlockHeaderSchema, {
      blockVersion: 2030600,
      blockType: isConfigBlock ? BlockType.CONFIG_BLOCK : BlockType.NORMAL_BLOCK,
      chainId: this.chainId,
      blockHeight: height,
      preBlockHash: this.#hash,
      txCount: txs.length,
      blockTimestamp: timestamp,
    });
    header.blockHash = blockHash("SHA256", header);
    const parameter = { key: "data", value: new Uint8Array(block.parameterSizeBytes ?? 0).fill(7) };
    const blockInfoBytes = encodeBlockInfo({
      headerBytes: encodeMessage(BlockHeaderSchema, header),
      dagBytes: undefined,
      txBytes: txs.map(({ txId }) =>
        encodeMessage(
          TransactionSchema,
          create(TransactionSchema, {
            payload: {
              chainId: this.chainId,
              txId,
              contractName: isConfigBlock ? "CHAIN_CONFIG" : "fact",
              method: "save",
              parameters: [parameter],
            },
            result: { contractResult: { result: utf8ToBytes("ok") } },
          }),
        ),
      ),
      rwSetBytes: txs.map(({ txId, writes }) => encodeTxRwSet({ txId, reads: [], writes })),
    });
    this.#height = height;
    this.#hash = header.blockHash;
    return { record: { height, blockHash: header.blockHash, blockInfoBytes }, timestamp, isConfigBlock, txs };
  }

  /** Block 0 with one configuration entry. */
  genesis(): BlockCommit {
    return this.next({
      txs: [{ txId: "genesis", writes: [{ contract: "CHAIN_CONFIG", key: "CHAIN_CONFIG", value: "config" }] }],
    });
  }
}
