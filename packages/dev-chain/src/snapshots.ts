import type { MiningMode } from "@yanta/consensus";
import type { ClockState } from "./dev-clock.ts";
import { devChainErrors } from "./errors.ts";
import type { DevTip, Snapshot, SnapshotId } from "./interface.ts";
import { snapshotCountMax } from "./limits.ts";

/** What a snapshot keeps: blocks are only named, the ledger has them. */
export interface KeptSnapshot {
  readonly tip: DevTip;
  readonly clock: ClockState;
  readonly mining: MiningMode;
}

/** Snapshots of one run, oldest first. */
export class Snapshots {
  readonly #kept = new Map<SnapshotId, KeptSnapshot>();
  #nextId = 1;

  /** Errors: DEV_CHAIN_SNAPSHOTS_FULL. */
  add(kept: KeptSnapshot): Snapshot {
    if (this.#kept.size >= snapshotCountMax)
      throw devChainErrors.create("DEV_CHAIN_SNAPSHOTS_FULL", { countMax: snapshotCountMax });
    const id = this.#nextId++;
    this.#kept.set(id, kept);
    return { id, ...kept.tip };
  }

  /** Errors: DEV_CHAIN_SNAPSHOT_UNKNOWN. */
  find(id: SnapshotId): KeptSnapshot {
    const kept = this.#kept.get(id);
    if (kept === undefined) throw devChainErrors.create("DEV_CHAIN_SNAPSHOT_UNKNOWN", { id });
    return kept;
  }

  list(): readonly Snapshot[] {
    return [...this.#kept].map(([id, { tip }]) => ({ id, ...tip }));
  }

  forget(id: SnapshotId): boolean {
    return this.#kept.delete(id);
  }

  forgetAfter(id: SnapshotId): void {
    for (const later of this.#kept.keys()) if (later > id) this.#kept.delete(later);
  }

  /** Forgets those whose block was removed. */
  forgetAbove(height: bigint): void {
    for (const [id, { tip }] of this.#kept) if (tip.height > height) this.#kept.delete(id);
  }

  clear(): void {
    this.#kept.clear();
  }
}
