import type { Ledger, LedgerArchive, LedgerRevert } from "../interface.ts";
import { createMemoryKv } from "../kv/memory-kv.ts";
import { MemoryBlockLog } from "../log/memory-block-log.ts";
import { KvLedger } from "./kv-ledger.ts";

export interface MemoryLedgerOptions {
  readonly chainId: string;
}

/** An empty ledger that forgets everything when it is closed; the same behaviour as one in a folder. */
export function openMemoryLedger(_options: MemoryLedgerOptions): Ledger & LedgerArchive & LedgerRevert {
  return new KvLedger({ kv: createMemoryKv(), log: new MemoryBlockLog() });
}
