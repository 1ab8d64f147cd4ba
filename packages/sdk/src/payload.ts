import { create, toBinary } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { LimitSchema, PayloadSchema, createTimestampTxId, type Payload, type TxType } from "@yanta/protocol";
import type { Client } from "./client.ts";

/** Parameters of a call in the order given, but whole numbers as keys come first; texts become UTF-8. */
export type CallParameters = Readonly<Record<string, string | Uint8Array>>;

export interface PayloadOptions {
  readonly txType: TxType;
  readonly contract: string;
  readonly method: string;
  readonly parameters?: CallParameters;
  readonly txId?: string;
  /** Current ChainConfig.sequence + 1 for changes of the chain configuration, else left out. */
  readonly sequence?: bigint;
  readonly gasLimit?: bigint;
}

/** Builds a payload without sending it: it can be shown, stored and signed elsewhere. Spec: client-calls.md §2. */
export function createPayload(client: Client, options: PayloadOptions): Payload {
  const nowMs = client.nowMs();
  return create(PayloadSchema, {
    chainId: client.chainId,
    txType: options.txType,
    txId:
      options.txId ??
      createTimestampTxId({ unixNanos: BigInt(nowMs) * 1_000_000n, randomBytes: client.randomBytes(23) }),
    timestamp: BigInt(Math.floor(nowMs / 1000)),
    contractName: options.contract,
    method: options.method,
    parameters: Object.entries(options.parameters ?? {}).map(([key, value]) => ({
      key,
      value: typeof value === "string" ? utf8ToBytes(value) : value,
    })),
    sequence: options.sequence ?? 0n,
    ...(options.gasLimit === undefined ? {} : { limit: create(LimitSchema, { gasLimit: options.gasLimit }) }),
  });
}

/** The bytes that sender, endorsers and payer sign. */
export function payloadToBytes(payload: Payload): Uint8Array {
  return toBinary(PayloadSchema, payload);
}
