import { bytesToHex } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import type { Chain } from "@yanta/chain";
import { createTxView, TxType, type TxView } from "@yanta/protocol";
import { batchesRememberedMax } from "../limits.ts";

/** Lets the transactions of batches into our pool, and tells the engine how long it must keep a batch. */
export class BatchAdmission {
  readonly #chain: Pick<Chain, "pool" | "validate" | "admit">;
  /** Transaction ids of batches that the engine holds, by the batch's hash; the least lately asked goes first. */
  readonly #remembered = new Map<string, readonly string[]>();

  constructor(chain: Pick<Chain, "pool" | "validate" | "admit">) {
    this.#chain = chain;
  }

  /**
   * Checks a batch that is new to the engine and admits what the pool lacks. True when any of its transactions waits afterwards; a signature is
   * verified once: what waits already is not looked at again.
   */
  admit(batch: Uint8Array, requests: readonly Uint8Array[]): boolean {
    const txIds: string[] = [];
    for (const request of requests) {
      const tx = readRequest(request);
      if (tx !== undefined && this.#isWaitingOrAdmitted(tx)) txIds.push(tx.txId);
    }
    if (txIds.length === 0) return false;
    this.#remember(keyOf(batch), txIds);
    return true;
  }

  /** Whether any transaction of a batch still waits. */
  isWaiting(batch: Uint8Array, requests: readonly Uint8Array[]): boolean {
    const key = keyOf(batch);
    const txIds = this.#remembered.get(key) ?? requests.flatMap((request) => readRequest(request)?.txId ?? []);
    this.#remembered.delete(key);
    const isWaiting = txIds.some((txId) => this.#chain.pool.find(txId) !== undefined);
    if (isWaiting) this.#remember(key, txIds);
    return isWaiting;
  }

  #isWaitingOrAdmitted(tx: TxView): boolean {
    if (this.#chain.pool.find(tx.txId) !== undefined) return true;
    if (tx.payload.txType !== TxType.INVOKE_CONTRACT) return false;
    return (this.#chain.validate(tx) ?? this.#chain.admit(tx, "peer")) === undefined;
  }

  #remember(key: string, txIds: readonly string[]): void {
    this.#remembered.set(key, txIds);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > batchesRememberedMax && oldest !== undefined) this.#remembered.delete(oldest);
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
