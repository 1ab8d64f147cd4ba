import { create } from "@bufbuild/protobuf";
import type { BlockSigner } from "@yanta/chain";
import { randomBytes } from "@yanta/crypto";
import {
  createTimestampTxId,
  createTxView,
  encodeMessage,
  type EndorsementEntry,
  EndorsementEntrySchema,
  PayloadSchema,
  timestampTxIdRandomBytes,
  TxRequestSchema,
  TxType,
  type TxView,
} from "@yanta/protocol";

export interface RequestToSign {
  readonly chainId: string;
  readonly contract: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, Uint8Array>>;
  readonly sequence?: bigint;
  /** Unix seconds of the chain's clock. */
  readonly unixSeconds: bigint;
  readonly sender: BlockSigner;
  readonly endorsers: readonly BlockSigner[];
}

/** A signed INVOKE_CONTRACT request as a client's SDK makes it. Spec: client-calls.md §2. */
export function signRequest(request: RequestToSign): TxView {
  const payload = create(PayloadSchema, {
    chainId: request.chainId,
    txType: TxType.INVOKE_CONTRACT,
    txId: createTimestampTxId({
      unixNanos: request.unixSeconds * 1_000_000_000n,
      randomBytes: randomBytes(timestampTxIdRandomBytes),
    }),
    timestamp: request.unixSeconds,
    contractName: request.contract,
    method: request.method,
    parameters: Object.entries(request.parameters).map(([key, value]) => ({ key, value })),
    sequence: request.sequence ?? 0n,
  });
  const payloadBytes = encodeMessage(PayloadSchema, payload);
  const sign = ({ member, sign: signMessage }: BlockSigner): EndorsementEntry =>
    create(EndorsementEntrySchema, { signer: member, signature: signMessage(payloadBytes) });
  return createTxView(
    encodeMessage(
      TxRequestSchema,
      create(TxRequestSchema, {
        payload,
        sender: sign(request.sender),
        endorsers: request.endorsers.map(sign),
      }),
    ),
  );
}
