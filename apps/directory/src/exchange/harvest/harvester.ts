import type { ExchangeStore } from "../exchange-store.ts";
import type { HarvestSource } from "./harvest-source.ts";
import { readHarvest } from "./harvest-store.ts";
import { runHarvest } from "./run-harvest.ts";

export interface HarvesterOptions {
  readonly store: ExchangeStore;
  readonly sources: readonly HarvestSource[];
  readonly nowSeconds: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** Time between looks at what is due. */
const lookMs = 30_000;

/** Reads other catalogues when they are due, one after the other. Drafts are kept; nothing is written to the chain. */
export class Harvester {
  readonly sources: ReadonlyMap<string, HarvestSource>;
  private readonly options: HarvesterOptions;
  private readonly stop = new AbortController();
  private readonly asked = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(options: HarvesterOptions) {
    this.options = options;
    this.sources = new Map(options.sources.map((source) => [source.name, source]));
  }

  start(): void {
    if (this.sources.size === 0) return;
    this.timer = setInterval(() => void this.look(), lookMs);
    void this.look();
  }

  /** Has a source read as soon as the others are done. */
  ask(name: string): Promise<void> {
    this.asked.add(name);
    return this.look();
  }

  /** Breaks off what runs; the next start goes on there. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.stop.abort();
    await this.running;
  }

  private look(): Promise<void> {
    this.running ??= this.readDue()
      .catch(this.options.onFailure)
      .finally(() => {
        this.running = undefined;
      });
    return this.running;
  }

  private async readDue(): Promise<void> {
    const { store, nowSeconds } = this.options;
    for (const source of this.sources.values()) {
      if (this.stop.signal.aborted) return;
      const { nextAt } = await readHarvest(store, source.name);
      if (!this.asked.delete(source.name) && nextAt > nowSeconds()) continue;
      await runHarvest({ store, source, nowSeconds, signal: this.stop.signal });
    }
  }
}
