import type { IndexStore } from "@yanta/index-store";
import type { ExchangeConfig } from "./exchange-config.ts";
import { type ExchangeStore, openExchangeStore } from "./exchange-store.ts";
import { Harvester } from "./harvest/harvester.ts";
import { Notifier } from "./webhooks/notifier.ts";

/** What runs beside the service: it reads other catalogues, and tells other systems. */
export interface Exchange {
  readonly store: ExchangeStore;
  readonly harvester: Harvester;
  readonly notifier: Notifier;
  close(): Promise<void>;
}

export interface ExchangeOptions {
  readonly store: IndexStore;
  readonly config: ExchangeConfig;
  readonly chainId: string;
  /** Height of the index; -1 before the first block. */
  readonly height: () => number;
  readonly nowSeconds: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** Opens the exchange and starts what it does by itself. */
export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
  const { store: index, config, chainId, height, nowSeconds, onFailure } = options;
  const store = await openExchangeStore(index);
  const harvester = new Harvester({ store, sources: config.harvest, nowSeconds, onFailure });
  const notifier = new Notifier({ index, store, webhooks: config.webhooks, chainId, height, nowSeconds, onFailure });
  harvester.start();
  notifier.start();
  const close = async (): Promise<void> => {
    await Promise.all([harvester.close(), notifier.close()]);
  };
  return { store, harvester, notifier, close };
}
