import type { TxView } from "@yanta/protocol";

/** The same transaction as if nobody had endorsed it. */
export function withoutEndorsers(tx: TxView): TxView {
  return {
    payloadBytes: tx.payloadBytes,
    hasPayload: tx.hasPayload,
    payload: tx.payload,
    txId: tx.txId,
    sender: tx.sender,
    endorsers: [],
    payer: tx.payer,
    toRequestBytes: () => tx.toRequestBytes(),
    toTransactionBytes: (resultBytes) => tx.toTransactionBytes(resultBytes),
  };
}
