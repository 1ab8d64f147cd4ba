import { TxStatusCode, type TxView } from "@yanta/protocol";
import type { TxRefusal } from "../interface.ts";

/** What a client is told of a transaction that the pool does not take. Spec: rpc.md §8. */
export function poolRefusal(tx: TxView, text: string): TxRefusal {
  const message = `Add tx failed, ${text}, chainId:${tx.payload.chainId}, txId:${tx.txId}`;
  return { code: TxStatusCode.INTERNAL_ERROR, message };
}
