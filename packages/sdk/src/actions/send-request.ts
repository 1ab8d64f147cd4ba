import { TxResponseSchema, TxStatusCode, type TxResponse } from "@yanta/protocol";
import type { Client } from "../client.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { sdkErrors } from "../errors.ts";
import type { SignedRequest } from "../request.ts";
import type { CallOptions } from "../transport/transport.ts";

/**
 * Sends a signed request and returns the node's answer when its code is SUCCESS.
 * Errors: SDK_REFUSED, SDK_CONTRACT_FAILED, SDK_UNREACHABLE, SDK_CALL_FAILED, SDK_ANSWER_UNREADABLE.
 */
export async function sendRequest(
  client: Client,
  request: SignedRequest,
  options: CallOptions & { readonly rpc?: "SendRequest" | "SendRequestSync" } = {},
): Promise<TxResponse> {
  const method = options.rpc ?? "SendRequest";
  const answer = await client.transport.unary(method, request.bytes, options);
  return checkResponse(decodeAnswer(TxResponseSchema, answer, method), request);
}

/** Turns a response that says failure into the typed error. */
export function checkResponse(response: TxResponse, request: SignedRequest): TxResponse {
  const contractResult = response.contractResult;
  if (
    response.code === TxStatusCode.CONTRACT_FAIL ||
    (response.code === TxStatusCode.SUCCESS && contractResult !== undefined && contractResult.code !== 0)
  ) {
    const { contractName: contract, method } = request.payload;
    throw sdkErrors.create("SDK_CONTRACT_FAILED", {
      txId: request.txId,
      contract,
      method,
      message: contractResult?.message || response.message,
    });
  }
  if (response.code !== TxStatusCode.SUCCESS) {
    throw sdkErrors.create("SDK_REFUSED", {
      txId: request.txId,
      code: response.code,
      codeName: TxStatusCode[response.code] ?? String(response.code),
      message: contractResult?.message || response.message,
    });
  }
  return response;
}
