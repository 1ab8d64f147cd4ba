import { bytesToHex, equalBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import type { Chain } from "@yanta/chain";
import { createTxView, TxType, type TxView } from "@yanta/protocol";
import { batchesRememberedMax, spareBatchBytesMax } from "../limits.ts";

/** A batch that the engine holds. */
interface HeldBatch {
  /** Of its transactions that waited when it came. */
  readonly txIds: readonly string[];
  /** Bytes of requests that brought nothing: junk, what is on the chain, what another batch carries already. */
  readonly spareBytes: number;
}

/**
 * Lets the transactions of batches into our pool, and tells the engine how long it must keep a batch. What the engine's mempool holds is
 * bounded by what waits here, each transaction once, and `spareBatchBytesMax`: a member cannot fill it with other bytes under ids that
 * wait, nor with the same transactions over and over.
 */
export class BatchAdmission {
  readonly #chain: Pick<Chain, "pool" | "validate" | "admit">;
  /** By the batch's hash; the least lately asked goes first. */
  readonly #held = new Map<string, HeldBatch>();
  /** How many held batches carry a transaction, by its id. */
  readonly #carriers = new Map<string, number>();
  #spareBytes = 0;

  constructor(chain: Pick<Chain, "pool" | "validate" | "admit">) {
    this.#chain = chain;
  }

  /**
   * Checks a batch that is new to the engine and admits what the pool lacks. True when any of its transactions waits afterwards, with these very
   * bytes, and the rest is not too much; a signature is verified once: what waits already is not looked at again.
   */
  admit(batch: Uint8Array, requests: readonly Uint8Array[]): boolean {
    const waiting: TxView[] = [];
    for (const request of requests) {
      const tx = readRequest(request);
      if (tx !== undefined && this.#isWaitingOrAdmitted(tx)) waiting.push(tx);
    }
    return this.#hold(keyOf(batch), requests, waiting);
  }

  /** Whether any transaction of a batch still waits. */
  isWaiting(batch: Uint8Array, requests: readonly Uint8Array[]): boolean {
    const key = keyOf(batch);
    const held = this.#held.get(key);
    if (held === undefined) {
      const waiting = requests.flatMap((request) => readRequest(request) ?? []).filter((tx) => this.#waits(tx));
      return this.#hold(key, requests, waiting);
    }
    if (!held.txIds.some((txId) => this.#chain.pool.find(txId) !== undefined)) {
      this.#forget(key, held);
      return false;
    }
    this.#held.delete(key);
    this.#held.set(key, held);
    return true;
  }

  /** The engine began anew and holds nothing. */
  clear(): void {
    this.#held.clear();
    this.#carriers.clear();
    this.#spareBytes = 0;
  }

  #isWaitingOrAdmitted(tx: TxView): boolean {
    if (this.#chain.pool.find(tx.txId) !== undefined) return this.#waits(tx);
    if (tx.payload.txType !== TxType.INVOKE_CONTRACT) return false;
    return (this.#chain.validate(tx) ?? this.#chain.admit(tx, "peer")) === undefined;
  }

  /** By its bytes: another request can have the same id. */
  #waits(tx: TxView): boolean {
    const own = this.#chain.pool.find(tx.txId);
    return own !== undefined && equalBytes(own.toRequestBytes(), tx.toRequestBytes());
  }

  #hold(key: string, requests: readonly Uint8Array[], waiting: readonly TxView[]): boolean {
    if (waiting.length === 0) return false;
    const before = this.#held.get(key);
    if (before !== undefined) this.#forget(key, before);
    const ids = new Map(waiting.map((tx) => [tx.txId, tx]));
    let spareBytes = requests.reduce((sum, { length }) => sum + length, 0);
    for (const [txId, tx] of ids) if (!this.#carriers.has(txId)) spareBytes -= tx.toRequestBytes().length;
    if (spareBytes > 0 && this.#spareBytes + spareBytes > spareBatchBytesMax) return false;
    for (const txId of ids.keys()) this.#carriers.set(txId, (this.#carriers.get(txId) ?? 0) + 1);
    this.#spareBytes += spareBytes;
    this.#held.set(key, { txIds: [...ids.keys()], spareBytes });
    const [oldest] = this.#held;
    if (this.#held.size > batchesRememberedMax && oldest !== undefined) this.#forget(...oldest);
    return true;
  }

  #forget(key: string, { txIds, spareBytes }: HeldBatch): void {
    this.#held.delete(key);
    this.#spareBytes -= spareBytes;
    for (const txId of txIds) {
      const others = (this.#carriers.get(txId) ?? 1) - 1;
      if (others === 0) this.#carriers.delete(txId);
      else this.#carriers.set(txId, others);
    }
  }
}

function keyOf(batch: Uint8Array): string {
  return bytesToHex(hashBytes("SHA256", batch));
}

/** A peer's bytes as a transaction; undefined when they are none. */
function readRequest(bytes: Uint8Array): TxView | undefined {
  try {
    const tx = createTxView(bytes);
    return tx.txId === "" ? undefined : tx;
  } catch (error) {
    if (error instanceof CodedError && error.code.startsWith("PROTOCOL_")) return undefined;
    throw error;
  }
}
