import { TxType, type ContractEvent, type EndorsementEntry } from "@yanta/protocol";
import type { Client } from "../client.ts";
import { createPayload, type CallParameters } from "../payload.ts";
import { signRequest, type SignedRequest } from "../request.ts";
import type { CallOptions } from "../transport/transport.ts";
import { sendRequest } from "./send-request.ts";
import { commitTimeoutMs } from "../limits.ts";

export interface InvokeContractParameters extends CallOptions {
  readonly contract: string;
  readonly method: string;
  readonly parameters?: CallParameters;
  readonly endorsers?: readonly EndorsementEntry[];
  readonly txId?: string;
  readonly sequence?: bigint;
  readonly gasLimit?: bigint;
}

export interface InvokeContractResult {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly result: Uint8Array;
  readonly message: string;
  readonly gasUsed: bigint;
  readonly events: readonly ContractEvent[];
}

/** Signs and sends a transaction and waits until it is durable in a block. Spec: rpc.md §8. */
export async function invokeContract(
  client: Client,
  parameters: InvokeContractParameters,
): Promise<InvokeContractResult> {
  return sendAndWait(client, await signInvocation(client, parameters), parameters);
}

/** Signs and sends a transaction without waiting for its block; returns its id. */
export async function sendTransaction(client: Client, parameters: InvokeContractParameters): Promise<string> {
  const request = await signInvocation(client, parameters);
  await sendRequest(client, request, parameters);
  return request.txId;
}

/** Sends a request that was signed elsewhere and waits until it is durable in a block. */
export async function sendAndWait(
  client: Client,
  request: SignedRequest,
  options: CallOptions = {},
): Promise<InvokeContractResult> {
  const response = await sendRequest(client, request, {
    timeoutMs: commitTimeoutMs,
    ...options,
    rpc: "SendRequestSync",
  });
  const contractResult = response.contractResult;
  return {
    txId: request.txId,
    blockHeight: response.txBlockHeight,
    result: contractResult?.result ?? new Uint8Array(0),
    message: contractResult?.message ?? "",
    gasUsed: contractResult?.gasUsed ?? 0n,
    events: contractResult?.contractEvent ?? [],
  };
}

async function signInvocation(client: Client, parameters: InvokeContractParameters): Promise<SignedRequest> {
  const payload = createPayload(client, { ...parameters, txType: TxType.INVOKE_CONTRACT });
  return signRequest(payload, {
    signer: client.signer,
    ...(parameters.endorsers === undefined ? {} : { endorsers: parameters.endorsers }),
  });
}
