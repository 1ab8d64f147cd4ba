import type { Chain } from "@yanta/chain";
import type { TxView } from "@yanta/protocol";
import type { SoloTime } from "../../solo/solo-time.ts";
import { encodeBatchTx } from "../app/engine-tx.ts";
import type { EngineClient } from "../interface.ts";
import {
  batchBytesTarget,
  batchDelayMs,
  batchesInFlightMax,
  batchTxCountMax,
  broadcastRetryMs,
  rebroadcastAfterMs,
} from "../limits.ts";

export interface TxBroadcasterOptions {
  readonly pool: Pick<Chain["pool"], "find" | "txIds">;
  readonly engine: Pick<EngineClient, "broadcast">;
  readonly time: SoloTime;
  readonly onNotice: (text: string, fields: Readonly<Record<string, unknown>>) => void;
}

/**
 * Sends what entered our pool to all other proposers, by the engine's mempool: gathers transactions for a few milliseconds into one batch. Only ids
 * are kept, at most as many as the pool holds; a transaction that has left the pool meanwhile is not sent.
 */
export class TxBroadcaster {
  readonly #options: TxBroadcasterOptions;
  /** Ids that wait to be sent, in the order of arrival. */
  #waiting: string[] = [];
  #waitingBytes = 0;
  #inFlight = 0;
  #attempt = 0;
  #isTroubled = false;
  #abort: AbortController | undefined;
  #cancelTimer: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;
  #lastProgressMs = 0;

  constructor(options: TxBroadcasterOptions) {
    this.#options = options;
  }

  start(): void {
    this.#abort = new AbortController();
    this.progressed();
    this.sendAll();
    this.#watch();
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#cancelWatch?.();
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  /** A transaction of a client entered the pool. */
  add(tx: TxView): void {
    this.#waiting.push(tx.txId);
    this.#waitingBytes += tx.toRequestBytes().length;
    if (this.#waiting.length >= batchTxCountMax || this.#waitingBytes >= batchBytesTarget) this.#flush();
    else this.#later(batchDelayMs);
  }

  /** Sends everything that waits in the pool: the engine may have forgotten it. */
  sendAll(): void {
    const { pool } = this.#options;
    this.#waiting = pool.txIds(new Set(["config", "common"]), new Set(["pending", "queue"]));
    this.#waitingBytes = 0;
    this.#attempt = (this.#attempt + 1) % 256;
    this.#later(batchDelayMs);
  }

  /** A block was committed: the network takes what it is sent. */
  progressed(): void {
    this.#lastProgressMs = this.#options.time.monotonicMs();
  }

  #later(delayMs: number): void {
    if (this.#abort === undefined || this.#cancelTimer !== undefined) return;
    this.#cancelTimer = this.#options.time.after(delayMs, () => {
      this.#cancelTimer = undefined;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#abort !== undefined && this.#waiting.length > 0 && this.#inFlight < batchesInFlightMax) {
      const requests = this.#takeRequests();
      if (requests.length > 0) void this.#send(encodeBatchTx(requests, this.#attempt), this.#abort.signal);
    }
  }

  #takeRequests(): Uint8Array[] {
    const requests: Uint8Array[] = [];
    let sizeBytes = 0;
    let used = 0;
    for (const txId of this.#waiting) {
      const bytes = this.#options.pool.find(txId)?.toRequestBytes();
      const isFull = requests.length === batchTxCountMax || sizeBytes + (bytes?.length ?? 0) > batchBytesTarget;
      if (requests.length > 0 && isFull) break;
      used++;
      if (bytes === undefined) continue;
      requests.push(bytes);
      sizeBytes += bytes.length;
    }
    this.#waiting = this.#waiting.slice(used);
    this.#waitingBytes = Math.max(0, this.#waitingBytes - sizeBytes);
    return requests;
  }

  /** Tries until the engine has the batch. Never rejects. */
  async #send(batch: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#inFlight++;
    while (!signal.aborted) {
      try {
        await this.#options.engine.broadcast(batch, signal);
        this.#isTroubled = false;
        break;
      } catch (error) {
        if (signal.aborted) break;
        this.#noticeTrouble(error);
        await this.#pause(broadcastRetryMs, signal);
      }
    }
    this.#inFlight--;
    this.#flush();
  }

  /** Told once, until a batch gets through. */
  #noticeTrouble(error: unknown): void {
    if (this.#isTroubled) return;
    this.#isTroubled = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.onNotice("transactions could not be handed to the engine yet", { reason });
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.time.after(ms, resolve);
      signal.addEventListener("abort", () => (cancel(), resolve()), { once: true });
    });
  }

  /** Peers whose mempool was full when a batch came never get it again: while nothing moves, the oldest are sent anew. */
  #watch(): void {
    this.#cancelWatch = this.#options.time.after(rebroadcastAfterMs, () => {
      if (this.#options.time.monotonicMs() - this.#lastProgressMs >= rebroadcastAfterMs) this.#sendOldest();
      this.#watch();
    });
  }

  #sendOldest(): void {
    if (this.#waiting.length > 0 || this.#inFlight > 0) return;
    const { pool } = this.#options;
    const oldest = pool.txIds(new Set(["config", "common"]), new Set(["pending", "queue"])).slice(0, batchTxCountMax);
    if (oldest.length === 0) return;
    this.#waiting = oldest;
    this.#attempt = (this.#attempt + 1) % 256;
    this.#flush();
  }
}
