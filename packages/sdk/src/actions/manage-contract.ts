import { ContractSchema, TxType, type Contract } from "@yanta/protocol";
import type { Client } from "../client.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { createPayload, payloadToBytes, type CallParameters } from "../payload.ts";
import { signRequest } from "../request.ts";
import { endorse, type Signer } from "../signer.ts";
import { sendAndWait, type InvokeContractResult } from "./invoke-contract.ts";

export interface InstallContractParameters {
  readonly name: string;
  readonly version: string;
  /** Enum name: WASMER, EVM, GASM, WXVM, DOCKER_GO. */
  readonly runtime: string;
  readonly bytecode: Uint8Array;
  /** Given to init_contract or upgrade. */
  readonly parameters?: CallParameters;
  /** Admins who endorse; the default policy wants one for an install, a majority for an upgrade. */
  readonly endorsers: readonly Signer[];
}

/** Installs a contract and waits for its block. Spec: client-calls.md §4.3. */
export function installContract(client: Client, parameters: InstallContractParameters): Promise<Contract> {
  return deploy(client, "INIT_CONTRACT", parameters);
}

/** Replaces a contract's code by another version; its state stays. */
export function upgradeContract(client: Client, parameters: InstallContractParameters): Promise<Contract> {
  return deploy(client, "UPGRADE_CONTRACT", parameters);
}

export type ContractStatusChange = "freeze" | "unfreeze" | "revoke";

const statusMethods: Readonly<Record<ContractStatusChange, string>> = {
  freeze: "FREEZE_CONTRACT",
  unfreeze: "UNFREEZE_CONTRACT",
  revoke: "REVOKE_CONTRACT",
};

/** Freezes, unfreezes or, for good, revokes a contract. */
export function changeContractStatus(
  client: Client,
  parameters: { readonly name: string; readonly change: ContractStatusChange; readonly endorsers: readonly Signer[] },
): Promise<InvokeContractResult> {
  return manage(client, statusMethods[parameters.change], { CONTRACT_NAME: parameters.name }, parameters.endorsers);
}

async function deploy(client: Client, method: string, parameters: InstallContractParameters): Promise<Contract> {
  const { result } = await manage(client, method, installParameters(parameters), parameters.endorsers);
  return decodeAnswer(ContractSchema, result, method);
}

function installParameters(parameters: InstallContractParameters): CallParameters {
  return {
    ...parameters.parameters,
    CONTRACT_NAME: parameters.name,
    CONTRACT_VERSION: parameters.version,
    CONTRACT_RUNTIME_TYPE: parameters.runtime,
    CONTRACT_BYTECODE: parameters.bytecode,
  };
}

async function manage(
  client: Client,
  method: string,
  parameters: CallParameters,
  signers: readonly Signer[],
): Promise<InvokeContractResult> {
  const payload = createPayload(client, {
    txType: TxType.INVOKE_CONTRACT,
    contract: "CONTRACT_MANAGE",
    method,
    parameters,
  });
  const payloadBytes = payloadToBytes(payload);
  const endorsers = await Promise.all(signers.map((signer) => endorse(signer, payloadBytes)));
  return sendAndWait(client, await signRequest(payload, { signer: client.signer, endorsers }));
}
