import type { TxView } from "@yanta/protocol";
import type { PoolTxStage, PoolTxType, PoolView } from "../interface.ts";
import { classifyTx } from "./classify-tx.ts";

/** Bounds of the pool. */
export interface MempoolLimits {
  readonly commonCountMax: number;
  readonly configCountMax: number;
  readonly sizeBytesMax: number;
}

/** A waiting transaction. `verifiedAt` names the access rules that it was checked against. */
export interface PoolEntry {
  readonly tx: TxView;
  readonly type: PoolTxType;
  readonly sizeBytes: number;
  verifiedAt: number;
}

/** What a block may take from the pool. */
export interface TakeLimits {
  readonly countMax: number;
  readonly bytesMax: number;
}

interface Lane {
  readonly queued: Map<string, PoolEntry>;
  readonly pending: Map<string, PoolEntry>;
}

/**
 * Transactions between admission and their block: `queue` waits, `pending` is being proposed. First come, first
 * served; config and management transactions go first and alone. Bounded in count and bytes; a full pool refuses.
 *
 * Spec: txpool-scheduler.md §1.2, rpc.md §8 (texts).
 */
export class Mempool implements PoolView {
  readonly #limits: MempoolLimits;
  readonly #lanes: Readonly<Record<PoolTxType, Lane>> = {
    config: { queued: new Map(), pending: new Map() },
    common: { queued: new Map(), pending: new Map() },
  };
  #sizeBytes = 0;

  constructor(limits: MempoolLimits) {
    this.#limits = limits;
  }

  /** Transactions that no block has taken yet. */
  get queuedCount(): number {
    return this.#lanes.config.queued.size + this.#lanes.common.queued.size;
  }

  /** Common transactions that wait or are being proposed. */
  get commonCount(): number {
    const { common } = this.#lanes;
    return common.queued.size + common.pending.size;
  }

  get hasConfigTx(): boolean {
    return this.#lanes.config.queued.size > 0;
  }

  /** Puts a verified transaction at the end of its queue; a text is why it cannot. */
  add(tx: TxView, verifiedAt: number): string | undefined {
    const { txId } = tx;
    if (this.#entry(txId) !== undefined) return "TxId exist";
    if (this.isFullFor(tx)) return "TxPool is full";
    const type = classifyTx(tx.payload);
    const sizeBytes = tx.toRequestBytes().length;
    this.#lanes[type].queued.set(txId, { tx, type, sizeBytes, verifiedAt });
    this.#sizeBytes += sizeBytes;
    return undefined;
  }

  /** True when there is no room for a transaction. */
  isFullFor(tx: TxView): boolean {
    const type = classifyTx(tx.payload);
    const { queued, pending } = this.#lanes[type];
    const countMax = type === "config" ? this.#limits.configCountMax : this.#limits.commonCountMax;
    return (
      queued.size + pending.size >= countMax || this.#sizeBytes + tx.toRequestBytes().length > this.#limits.sizeBytesMax
    );
  }

  /** Moves the next block's transactions to `pending`: one config transaction, or common ones up to the limits. */
  take({ countMax, bytesMax }: TakeLimits): PoolEntry[] {
    const { config, common } = this.#lanes;
    const lane = config.queued.size > 0 ? config : common;
    const count = lane === config ? 1 : countMax;
    const taken: PoolEntry[] = [];
    let bytes = 0;
    for (const [txId, entry] of lane.queued) {
      if (taken.length >= count || (taken.length > 0 && bytes + entry.sizeBytes > bytesMax)) break;
      bytes += entry.sizeBytes;
      taken.push(entry);
      lane.queued.delete(txId);
      lane.pending.set(txId, entry);
    }
    return taken;
  }

  /** Puts taken transactions back in front, in the given order. */
  giveBack(txIds: readonly string[]): void {
    for (const lane of Object.values(this.#lanes)) {
      const returned = new Map<string, PoolEntry>();
      for (const txId of txIds) {
        const entry = lane.pending.get(txId);
        if (entry === undefined) continue;
        lane.pending.delete(txId);
        returned.set(txId, entry);
      }
      if (returned.size === 0) continue;
      const waiting = [...lane.queued];
      lane.queued.clear();
      for (const [txId, entry] of [...returned, ...waiting]) lane.queued.set(txId, entry);
    }
  }

  /** Forgets transactions: committed, or no longer valid. */
  remove(txIds: Iterable<string>): void {
    for (const txId of txIds) {
      const entry = this.#entry(txId);
      if (entry === undefined) continue;
      this.#lanes[entry.type].queued.delete(txId);
      this.#lanes[entry.type].pending.delete(txId);
      this.#sizeBytes -= entry.sizeBytes;
    }
  }

  /** Forgets everything; returns the ids. */
  clear(): readonly string[] {
    const txIds = Object.values(this.#lanes).flatMap(({ queued, pending }) => [...queued.keys(), ...pending.keys()]);
    this.remove(txIds);
    return txIds;
  }

  /** The entry of a waiting or pending transaction. */
  entry(txId: string): PoolEntry | undefined {
    return this.#entry(txId);
  }

  status(): ReturnType<PoolView["status"]> {
    const { config, common } = this.#lanes;
    return {
      configCapacity: this.#limits.configCountMax,
      commonCapacity: this.#limits.commonCountMax,
      configQueued: config.queued.size,
      configPending: config.pending.size,
      commonQueued: common.queued.size,
      commonPending: common.pending.size,
    };
  }

  txIds(types: ReadonlySet<PoolTxType>, stages: ReadonlySet<PoolTxStage>): string[] {
    return (["config", "common"] as const)
      .filter((type) => types.has(type))
      .flatMap((type) => [
        ...(stages.has("queue") ? this.#lanes[type].queued.keys() : []),
        ...(stages.has("pending") ? this.#lanes[type].pending.keys() : []),
      ]);
  }

  find(txId: string): TxView | undefined {
    return this.#entry(txId)?.tx;
  }

  #entry(txId: string): PoolEntry | undefined {
    const { config, common } = this.#lanes;
    return common.queued.get(txId) ?? common.pending.get(txId) ?? config.queued.get(txId) ?? config.pending.get(txId);
  }
}
