import { create } from "@bufbuild/protobuf";
import type { BlockSigner } from "@yanta/chain";
import {
  createTxView,
  encodeMessage,
  type EndorsementEntry,
  EndorsementEntrySchema,
  PayloadSchema,
  TxRequestSchema,
  TxType,
  type TxView,
} from "@yanta/protocol";

/** Members of the chain in whose name Ethereum transactions are sent. */
export interface Gateway {
  readonly chainId: string;
  /** Signs every carrying transaction. */
  readonly client: BlockSigner;
  /** Endorse them, so that contracts may be created. Administrators; none where the gateway may only call. */
  readonly endorsers: readonly BlockSigner[];
}

export interface GatewayCall {
  readonly txId: string;
  readonly contract: string;
  readonly method: string;
  readonly parameters: readonly { readonly key: string; readonly value: Uint8Array }[];
  readonly unixSeconds: bigint;
}

/** A signed and endorsed INVOKE_CONTRACT request. */
export function signRequest({ chainId, client, endorsers }: Gateway, call: GatewayCall): TxView {
  const payload = create(PayloadSchema, {
    chainId,
    txType: TxType.INVOKE_CONTRACT,
    txId: call.txId,
    timestamp: call.unixSeconds,
    contractName: call.contract,
    method: call.method,
    parameters: call.parameters.map(({ key, value }) => ({ key, value })),
  });
  const payloadBytes = encodeMessage(PayloadSchema, payload);
  const sign = ({ member, sign: signMessage }: BlockSigner): EndorsementEntry =>
    create(EndorsementEntrySchema, { signer: member, signature: signMessage(payloadBytes) });
  const request = create(TxRequestSchema, { payload, sender: sign(client), endorsers: endorsers.map(sign) });
  return createTxView(encodeMessage(TxRequestSchema, request));
}
