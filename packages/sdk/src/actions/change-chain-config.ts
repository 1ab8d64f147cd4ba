import { ChainConfigSchema, TxType, type ChainConfig } from "@yanta/protocol";
import type { Client } from "../client.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { createPayload, payloadToBytes, type CallParameters } from "../payload.ts";
import { signRequest } from "../request.ts";
import { endorse, type Signer } from "../signer.ts";
import { getChainConfig } from "./chain-query.ts";
import { sendAndWait } from "./invoke-contract.ts";

export interface ChangeChainConfigParameters {
  /** CHAIN_CONFIG method, e.g. BLOCK_UPDATE. Spec: client-calls.md §4.5. */
  readonly method: string;
  readonly parameters: CallParameters;
  readonly endorsers: readonly Signer[];
}

/** Changes the chain configuration with the admins' endorsements and returns the new one. */
export async function changeChainConfig(client: Client, change: ChangeChainConfigParameters): Promise<ChainConfig> {
  const { sequence } = await getChainConfig(client);
  const payload = createPayload(client, {
    txType: TxType.INVOKE_CONTRACT,
    contract: "CHAIN_CONFIG",
    method: change.method,
    parameters: change.parameters,
    sequence: sequence + 1n,
  });
  const payloadBytes = payloadToBytes(payload);
  const endorsers = await Promise.all(change.endorsers.map((signer) => endorse(signer, payloadBytes)));
  const { result } = await sendAndWait(client, await signRequest(payload, { signer: client.signer, endorsers }));
  return decodeAnswer(ChainConfigSchema, result, change.method);
}
