import type { DeliveryStore, KeptDelivery } from "./delivery-store.ts";
import type { DirectoryView } from "./directory-view.ts";

/** A delivery that the consumer has not answered for on chain. */
export interface OpenDelivery extends KeptDelivery {
  /** `counted`: noted on chain, and the consumer may fetch it again. `not-counted`: the gateway ended, or was cut off from the chain, before it was noted. */
  readonly state: "counted" | "not-counted";
}

/** Compares what is kept with the chain: what the consumer has acknowledged or refused is removed, the rest is told. */
export async function openDeliveries(store: DeliveryStore, view: DirectoryView): Promise<readonly OpenDelivery[]> {
  const open: OpenDelivery[] = [];
  for (const kept of store.list()) {
    const receipt = await view.receipt(kept.id);
    if (receipt === undefined) open.push({ ...kept, state: "not-counted" });
    else if (receipt.hash === kept.hash && receipt.state === "DELIVERED") open.push({ ...kept, state: "counted" });
    else store.remove(kept.id);
  }
  return open;
}
