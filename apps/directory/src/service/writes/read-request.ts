import { fromBinary } from "@bufbuild/protobuf";
import { base64ToBytes, bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import { parseCertificate } from "@yanta/crypto";
import { TxRequestSchema, type Payload } from "@yanta/protocol";
import { payloadToBytes, type SignedRequest } from "@yanta/sdk";
import { serviceErrors } from "../errors.ts";

/** A request that somebody signed elsewhere. */
export interface ForeignRequest extends SignedRequest {
  readonly payload: Payload;
  readonly payloadBytes: Uint8Array;
  /** Hex of the sender's subject key identifier. Whether certificate and signature are good, the chain says. */
  readonly uid: string;
}

/** Reads a base64 TxRequest. Errors: DIRECTORY_SERVICE_REQUEST. */
export function readRequest(base64: string): ForeignRequest {
  try {
    const bytes = base64ToBytes(base64) ?? new Uint8Array();
    const { payload, sender } = fromBinary(TxRequestSchema, bytes);
    const memberInfo = sender?.signer?.memberInfo;
    if (payload === undefined || memberInfo === undefined) throw refuse("it has no payload or no sender");
    const { subjectKeyId } = parseCertificate(bytesToUtf8(memberInfo));
    if (subjectKeyId === undefined) throw refuse("the certificate has no subject key identifier");
    const payloadBytes = payloadToBytes(payload);
    return { txId: payload.txId, payload, payloadBytes, bytes, uid: bytesToHex(subjectKeyId) };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "DIRECTORY_SERVICE_REQUEST") throw error;
    throw refuse("it is no TxRequest with a certificate", error);
  }
}

function refuse(reason: string, cause?: unknown): Error {
  return serviceErrors.create("DIRECTORY_SERVICE_REQUEST", { reason }, cause);
}
