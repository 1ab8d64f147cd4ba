import { create, toBinary } from "@bufbuild/protobuf";
import { TxRequestSchema, type EndorsementEntry, type Payload } from "@yanta/protocol";
import { payloadToBytes } from "./payload.ts";
import { endorse, type Signer } from "./signer.ts";

/** A signed request, ready to be sent by anybody. */
export interface SignedRequest {
  readonly txId: string;
  readonly payload: Payload;
  readonly bytes: Uint8Array;
}

export interface SigningParts {
  readonly signer: Signer;
  readonly endorsers?: readonly EndorsementEntry[];
  readonly payer?: EndorsementEntry;
}

/** Signs a payload as sender and joins the endorsements collected for it. */
export async function signRequest(payload: Payload, parts: SigningParts): Promise<SignedRequest> {
  const sender = await endorse(parts.signer, payloadToBytes(payload));
  const request = create(TxRequestSchema, {
    payload,
    sender,
    endorsers: [...(parts.endorsers ?? [])],
    ...(parts.payer === undefined ? {} : { payer: parts.payer }),
  });
  return { txId: payload.txId, payload, bytes: toBinary(TxRequestSchema, request) };
}
