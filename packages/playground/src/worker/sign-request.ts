import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { randomBytes } from "@yanta/crypto";
import {
  createTimestampTxId,
  createTxView,
  encodeMessage,
  type EndorsementEntry,
  EndorsementEntrySchema,
  MemberSchema,
  MemberType,
  PayloadSchema,
  timestampTxIdRandomBytes,
  TxRequestSchema,
  type TxType,
  type TxView,
} from "@yanta/protocol";
import type { CallParameters } from "../interface.ts";
import { chainId } from "./genesis-config.ts";
import type { NetworkMember } from "./network.ts";

export interface RequestToSign {
  readonly txType: TxType;
  readonly contract: string;
  readonly method: string;
  readonly parameters: CallParameters;
  readonly sequence?: bigint;
  readonly unixSeconds: bigint;
  readonly sender: NetworkMember;
  readonly endorsers: readonly NetworkMember[];
}

/** A signed request as a client's SDK makes it. Spec: client-calls.md §2. */
export function signRequest(request: RequestToSign): TxView {
  const payload = create(PayloadSchema, {
    chainId,
    txType: request.txType,
    txId: createTimestampTxId({
      unixNanos: request.unixSeconds * 1_000_000_000n,
      randomBytes: randomBytes(timestampTxIdRandomBytes),
    }),
    timestamp: request.unixSeconds,
    contractName: request.contract,
    method: request.method,
    parameters: Object.entries(request.parameters).map(([key, value]) => ({
      key,
      value: typeof value === "string" ? utf8ToBytes(value) : value,
    })),
    sequence: request.sequence ?? 0n,
  });
  const payloadBytes = encodeMessage(PayloadSchema, payload);
  const bytes = encodeMessage(
    TxRequestSchema,
    create(TxRequestSchema, {
      payload,
      sender: endorse(request.sender, payloadBytes),
      endorsers: request.endorsers.map((member) => endorse(member, payloadBytes)),
    }),
  );
  return createTxView(bytes);
}

function endorse({ orgId, certificate, privateKey }: NetworkMember, payloadBytes: Uint8Array): EndorsementEntry {
  return create(EndorsementEntrySchema, {
    signer: create(MemberSchema, { orgId, memberType: MemberType.CERT, memberInfo: utf8ToBytes(certificate.pem) }),
    signature: privateKey.sign(payloadBytes, certificate.signatureHash),
  });
}
