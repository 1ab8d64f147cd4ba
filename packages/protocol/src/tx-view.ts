import { create } from "@bufbuild/protobuf";
import { emptyBytes } from "@yanta/bytes";
import { type EndorsementEntry, type Payload, PayloadSchema, TxRequestSchema } from "./gen/common/request_pb.js";
import { TransactionSchema } from "./gen/common/transaction_pb.js";
import { transactionFieldsMax } from "./limits.ts";
import { delimitedSize, putDelimited } from "./wire/byte-writer.ts";
import { canonicalBytes } from "./wire/canonical-bytes.ts";
import { decodeEndorsement, decodePayload } from "./wire/decode-signed.ts";
import { splitFields } from "./wire/split-fields.ts";

/**
 * A transaction without its result, as a client sent it or a block holds it. Raw parts are kept in
 * canonical form (fields ascending, defaults omitted, unknown fields dropped), so hashing and storing splice
 * bytes instead of encoding again; messages are decoded on first use.
 */
export interface TxView {
  /** M(Payload): the bytes that sender, endorsers and payer sign. */
  readonly payloadBytes: Uint8Array;
  /** False when the sender left the payload out: ChainMaker's "tx header is nil". `payload` is empty then. */
  readonly hasPayload: boolean;
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

/**
 * View of a TxRequest's bytes, untrusted. The bytes are kept: they must not change afterwards.
 *
 * Errors: PROTOCOL_BYTES_MALFORMED, PROTOCOL_BYTES_TOO_LARGE, PROTOCOL_FIELDS_TOO_MANY.
 * Spec: client-calls.md §2.
 */
export function createTxView(requestBytes: Uint8Array): TxView {
  const bytes = canonicalBytes(TxRequestSchema, requestBytes, transactionFieldsMax);
  const parts = splitSigned(bytes, 4);
  return new SplicedTx({ ...parts, requestBytes: bytes });
}

/** A block's transaction taken apart. */
export interface SplitTransaction {
  readonly tx: TxView;
  /** M(common.Result); undefined when the transaction carries none. */
  readonly resultBytes: Uint8Array | undefined;
  /** M(common.Transaction): the given bytes when they were canonical. */
  readonly transactionBytes: Uint8Array;
}

/** View and result of a common.Transaction's bytes, untrusted. Keeps the bytes and fails as `createTxView` does. */
export function splitTransaction(transactionBytes: Uint8Array): SplitTransaction {
  const bytes = canonicalBytes(TransactionSchema, transactionBytes, transactionFieldsMax);
  const { resultBytes, ...parts } = splitSigned(bytes, 5);
  return { tx: new SplicedTx(parts), resultBytes, transactionBytes: bytes };
}

/** View of a common.Transaction's bytes; its result is left aside. */
export function createTxViewFromTransaction(transactionBytes: Uint8Array): TxView {
  return splitTransaction(transactionBytes).tx;
}

interface SignedParts {
  /** Fields 1 to 3 with their tags: equal in TxRequest and Transaction. */
  readonly head: Uint8Array;
  readonly payloadBytes: Uint8Array | undefined;
  readonly senderBytes: Uint8Array | undefined;
  readonly endorserBytes: readonly Uint8Array[];
  readonly payerBytes: Uint8Array | undefined;
  readonly requestBytes?: Uint8Array;
}

function splitSigned(bytes: Uint8Array, payerNumber: number): SignedParts & { resultBytes: Uint8Array | undefined } {
  let payloadBytes: Uint8Array | undefined;
  let senderBytes: Uint8Array | undefined;
  let payerBytes: Uint8Array | undefined;
  let resultBytes: Uint8Array | undefined;
  let headEnd = 0;
  const endorserBytes: Uint8Array[] = [];
  for (const field of splitFields(bytes)) {
    const content = bytes.subarray(field.contentStart, field.end);
    if (field.number <= 3) headEnd = field.end;
    if (field.number === 1) payloadBytes = content;
    else if (field.number === 2) senderBytes = content;
    else if (field.number === 3) endorserBytes.push(content);
    else if (field.number === payerNumber) payerBytes = content;
    else resultBytes = content;
  }
  return { head: bytes.subarray(0, headEnd), payloadBytes, senderBytes, endorserBytes, payerBytes, resultBytes };
}

class SplicedTx implements TxView {
  readonly payloadBytes: Uint8Array;
  readonly hasPayload: boolean;
  readonly #parts: SignedParts;
  #payload: Payload | undefined;
  #sender: EndorsementEntry | undefined;
  #endorsers: readonly EndorsementEntry[] | undefined;
  #payer: EndorsementEntry | undefined;

  constructor(parts: SignedParts) {
    this.#parts = parts;
    this.hasPayload = parts.payloadBytes !== undefined;
    this.payloadBytes = parts.payloadBytes ?? emptyBytes;
  }

  get payload(): Payload {
    return (this.#payload ??= this.hasPayload ? decodePayload(this.payloadBytes) : create(PayloadSchema));
  }

  get txId(): string {
    return this.payload.txId;
  }

  get sender(): EndorsementEntry | undefined {
    const bytes = this.#parts.senderBytes;
    return bytes === undefined ? undefined : (this.#sender ??= decodeEndorsement(bytes));
  }

  get endorsers(): readonly EndorsementEntry[] {
    return (this.#endorsers ??= this.#parts.endorserBytes.map(decodeEndorsement));
  }

  get payer(): EndorsementEntry | undefined {
    const bytes = this.#parts.payerBytes;
    return bytes === undefined ? undefined : (this.#payer ??= decodeEndorsement(bytes));
  }

  toRequestBytes(): Uint8Array {
    const { head, payerBytes, requestBytes } = this.#parts;
    if (requestBytes !== undefined) return requestBytes;
    if (payerBytes === undefined) return head;
    const out = new Uint8Array(head.length + delimitedSize(payerBytes.length));
    out.set(head);
    putDelimited(out, head.length, 4, payerBytes);
    return out;
  }

  toTransactionBytes(resultBytes: Uint8Array): Uint8Array {
    const { head, payerBytes } = this.#parts;
    const payerSize = payerBytes === undefined ? 0 : delimitedSize(payerBytes.length);
    const out = new Uint8Array(head.length + delimitedSize(resultBytes.length) + payerSize);
    out.set(head);
    const position = putDelimited(out, head.length, 4, resultBytes);
    if (payerBytes !== undefined) putDelimited(out, position, 5, payerBytes);
    return out;
  }
}
