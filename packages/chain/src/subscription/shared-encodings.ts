import { createTxViewFromTransaction, scanOwnBlockInfo, type TxView } from "@yanta/protocol";
import { sharedEncodingsMax } from "../limits.ts";

export interface BlockTx {
  readonly tx: TxView;
  /** M(Transaction). */
  readonly txBytes: Uint8Array;
}

/**
 * What is made of a block for one subscriber serves the others that ask for the same. Of the block that was asked for last only, where
 * all subscribers stand that keep up; the same bytes come back as the same array, so that those who pass them on can share, too.
 */
export class SharedEncodings {
  /** Identity of the block: the ledger gives the same array as long as it has the block at hand. */
  #blockInfoBytes: Uint8Array | undefined;
  readonly #encodings = new Map<string, Uint8Array>();
  #txs: readonly BlockTx[] | undefined;

  /** The encoding that `encode` makes of the block; `shape` tells different ones apart. */
  encoding(blockInfoBytes: Uint8Array, shape: string, encode: () => Uint8Array): Uint8Array {
    this.#take(blockInfoBytes);
    const known = this.#encodings.get(shape);
    if (known !== undefined) return known;
    const made = encode();
    if (this.#encodings.size < sharedEncodingsMax) this.#encodings.set(shape, made);
    return made;
  }

  /** The block's transactions in order. */
  txs(blockInfoBytes: Uint8Array): readonly BlockTx[] {
    this.#take(blockInfoBytes);
    this.#txs ??= scanOwnBlockInfo(blockInfoBytes).txBytes.map((txBytes) => ({
      tx: createTxViewFromTransaction(txBytes),
      txBytes,
    }));
    return this.#txs;
  }

  #take(blockInfoBytes: Uint8Array): void {
    if (this.#blockInfoBytes === blockInfoBytes) return;
    this.#blockInfoBytes = blockInfoBytes;
    this.#encodings.clear();
    this.#txs = undefined;
  }
}
