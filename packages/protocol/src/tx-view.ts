import type { EndorsementEntry } from "./gen/common/request_pb.js";
import type { Payload } from "./gen/common/request_pb.js";

/**
 * A transaction without its result, as a client sent it or a block holds it. Raw parts are kept in
 * canonical form (fields ascending, defaults omitted, unknown fields dropped), so hashing and storing splice
 * bytes instead of encoding again; messages are decoded on first use.
 */
export interface TxView {
  /** M(Payload): the bytes that sender, endorsers and payer sign. */
  readonly payloadBytes: Uint8Array;
  readonly payload: Payload;
  readonly txId: string;
  readonly sender: EndorsementEntry | undefined;
  readonly endorsers: readonly EndorsementEntry[];
  readonly payer: EndorsementEntry | undefined;
  /** M(TxRequest). */
  toRequestBytes(): Uint8Array;
  /** M(common.Transaction) with the given M(common.Result) as field 4. */
  toTransactionBytes(resultBytes: Uint8Array): Uint8Array;
}
