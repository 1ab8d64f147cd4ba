import type { IndexStore } from "@yanta/index-store";
import type { ExchangeConfig } from "./exchange-config.ts";
import { type ExchangeStore, openExchangeStore } from "./exchange-store.ts";
import { Harvester } from "./harvest/harvester.ts";

/** What runs beside the service: it reads other catalogues. */
export interface Exchange {
  readonly store: ExchangeStore;
  readonly harvester: Harvester;
  close(): Promise<void>;
}

export interface ExchangeOptions {
  readonly store: IndexStore;
  readonly config: ExchangeConfig;
  readonly nowSeconds: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** Opens the exchange and starts what it does by itself. */
export async function startExchange({
  store: index,
  config,
  nowSeconds,
  onFailure,
}: ExchangeOptions): Promise<Exchange> {
  const store = await openExchangeStore(index);
  const harvester = new Harvester({ store, sources: config.harvest, nowSeconds, onFailure });
  harvester.start();
  return { store, harvester, close: () => harvester.close() };
}
