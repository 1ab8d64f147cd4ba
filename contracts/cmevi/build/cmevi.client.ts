// Made by `yanta contract build` from the contract cmevi; do not edit.
import { invokeContract, queryContract, type CallParameters, type Client, type InvokeContractResult } from "@yanta/sdk";

export interface CmeviSupportStandardParameters {
  readonly standardName: string;
}

export interface CmeviEvidenceParameters {
  readonly id: string;
  readonly hash: string;
  readonly metadata: string;
}

export interface CmeviEvidenceBatchParameters {
  readonly evidences: string;
}

export interface CmeviUpdateEvidenceParameters {
  readonly id: string;
  readonly hash: string;
  readonly metadata: string;
}

export interface CmeviExistsOfHashParameters {
  readonly hash: string;
}

export interface CmeviExistsOfIdParameters {
  readonly id: string;
}

export interface CmeviFindByHashParameters {
  readonly hash: string;
}

export interface CmeviFindByIdParameters {
  readonly id: string;
}

export interface CmeviFindHisByIdParameters {
  readonly id: string;
}

export interface CmeviEvidenceEvent {
  readonly topic: "Evidence";
  readonly id: string;
  readonly hash: string;
  readonly metadata: string;
}

export type CmeviEvent = CmeviEvidenceEvent;

/** A transaction that is in a block. */
export interface CmeviSent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly CmeviEvent[];
}

export interface CmeviClient {
  /** Standards that the contract keeps to. */
  Standards(): Promise<readonly string[]>;
  SupportStandard(parameters: CmeviSupportStandardParameters): Promise<boolean>;
  /** Records a hash under an id; both are new. `metadata` is JSON with hashType, hashAlgorithm (sha256 or sm3) and so on. */
  Evidence(parameters: CmeviEvidenceParameters): Promise<CmeviSent<string>>;
  /** Records several: a JSON array of {id, hash, metadata}. Returns their ids. */
  EvidenceBatch(parameters: CmeviEvidenceBatchParameters): Promise<CmeviSent<readonly string[]>>;
  /** Another hash and metadata for an id. Only who recorded it may; what was before stays in the history. */
  UpdateEvidence(parameters: CmeviUpdateEvidenceParameters): Promise<CmeviSent<string>>;
  ExistsOfHash(parameters: CmeviExistsOfHashParameters): Promise<boolean>;
  ExistsOfId(parameters: CmeviExistsOfIdParameters): Promise<boolean>;
  /** The record of a hash: {id, hash, txId, blockHeight, timestamp, metadata}. */
  FindByHash(parameters: CmeviFindByHashParameters): Promise<string>;
  FindById(parameters: CmeviFindByIdParameters): Promise<string>;
  /** All records that an id had, oldest first. */
  FindHisById(parameters: CmeviFindHisByIdParameters): Promise<string>;
}

/** The contract `cmevi` as one member sees it. Errors: those of `@yanta/sdk`. */
export function createCmeviClient(client: Client, contract = "cmevi"): CmeviClient {
  return {
    Standards: async () => toTexts((await queryContract(client, { contract, method: "Standards", parameters: {} })).result),
    SupportStandard: async (parameters) => toBoolean((await queryContract(client, { contract, method: "SupportStandard", parameters: encode({ ...parameters }) })).result),
    Evidence: async (parameters) => toSent(await invokeContract(client, { contract, method: "Evidence", parameters: encode({ ...parameters }) }), toText),
    EvidenceBatch: async (parameters) => toSent(await invokeContract(client, { contract, method: "EvidenceBatch", parameters: encode({ ...parameters }) }), toTexts),
    UpdateEvidence: async (parameters) => toSent(await invokeContract(client, { contract, method: "UpdateEvidence", parameters: encode({ ...parameters }) }), toText),
    ExistsOfHash: async (parameters) => toBoolean((await queryContract(client, { contract, method: "ExistsOfHash", parameters: encode({ ...parameters }) })).result),
    ExistsOfId: async (parameters) => toBoolean((await queryContract(client, { contract, method: "ExistsOfId", parameters: encode({ ...parameters }) })).result),
    FindByHash: async (parameters) => toText((await queryContract(client, { contract, method: "FindByHash", parameters: encode({ ...parameters }) })).result),
    FindById: async (parameters) => toText((await queryContract(client, { contract, method: "FindById", parameters: encode({ ...parameters }) })).result),
    FindHisById: async (parameters) => toText((await queryContract(client, { contract, method: "FindHisById", parameters: encode({ ...parameters }) })).result),
  };
}

type Value = string | boolean | number | bigint | Uint8Array | readonly string[] | undefined;

/** Numbers in decimal digits, lists as JSON; what is undefined is left out. */
function encode(values: Readonly<Record<string, Value>>): CallParameters {
  const encoded: Record<string, string | Uint8Array> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value instanceof Uint8Array) encoded[name] = value;
    else if (Array.isArray(value)) encoded[name] = JSON.stringify(value);
    else if (value !== undefined) encoded[name] = String(value);
  }
  return encoded;
}

const toTexts = (bytes: Uint8Array): string[] => JSON.parse(toText(bytes)) as string[];

const toBoolean = (bytes: Uint8Array): boolean => toText(bytes) === "true";

const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): CmeviSent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: toCmeviEvents(sent.events) };
}

/** The contract's own events, typed; those of others are left out. */
export function toCmeviEvents(
  events: readonly { readonly topic: string; readonly eventData: readonly string[] }[],
): CmeviEvent[] {
  return events.flatMap(({ topic, eventData: data }): CmeviEvent[] => {
    switch (topic) {
      case "Evidence":
        return [{ topic, id: data[0] ?? "", hash: data[1] ?? "", metadata: data[2] ?? "" }];
      default:
        return [];
    }
  });
}
