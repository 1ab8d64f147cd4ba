import { TxType } from "@yanta/protocol";
import type { Client } from "../client.ts";
import { createPayload, type CallParameters } from "../payload.ts";
import { signRequest } from "../request.ts";
import type { CallOptions } from "../transport/transport.ts";
import { sendRequest } from "./send-request.ts";

export interface QueryContractParameters extends CallOptions {
  readonly contract: string;
  readonly method: string;
  readonly parameters?: CallParameters;
}

export interface QueryContractResult {
  readonly result: Uint8Array;
  readonly message: string;
  readonly gasUsed: bigint;
}

/** Runs a read-only call on the last committed state; nothing is stored. Spec: rpc.md §7. */
export async function queryContract(client: Client, parameters: QueryContractParameters): Promise<QueryContractResult> {
  const payload = createPayload(client, { ...parameters, txType: TxType.QUERY_CONTRACT });
  const response = await sendRequest(client, await signRequest(payload, { signer: client.signer }), parameters);
  const { result, message, gasUsed } = response.contractResult ?? {
    result: new Uint8Array(0),
    message: "",
    gasUsed: 0n,
  };
  return { result, message, gasUsed };
}
