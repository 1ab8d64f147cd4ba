import { headerOf } from "./block/chain-head.ts";
import type { ChainCore } from "./chain-core.ts";
import { ledgerAt } from "./ethereum/ledger-at.ts";
import { ContractCache } from "./execution/contract-cache.ts";
import type { BlockEnvironment } from "./execution/tx-context.ts";

/** What a query at the end of an earlier block runs in, under the rules of today. */
export function pastEnvironment(core: ChainCore, height: bigint): BlockEnvironment {
  const record = core.ledger.getBlock(height);
  const timestamp = record === undefined ? 0n : headerOf(record.blockInfoBytes).blockTimestamp;
  const ledger = ledgerAt(core.ledger, height);
  return { ...core.environmentAt(height, timestamp), ledger, contracts: new ContractCache(ledger) };
}
