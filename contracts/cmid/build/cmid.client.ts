// Made by `yanta contract build` from the contract cmid; do not edit.
import { invokeContract, queryContract, type CallParameters, type Client, type InvokeContractResult } from "@yanta/sdk";

export interface CmidInitContractParameters {
  readonly identities?: string;
  readonly adminAddress?: string;
}

export interface CmidSupportStandardParameters {
  readonly standardName: string;
}

export interface CmidSetIdentityParameters {
  readonly address: string;
  readonly pkPem: string;
  readonly level: string;
  readonly metadata?: string;
}

export interface CmidSetIdentityBatchParameters {
  readonly identities: string;
}

export interface CmidIdentityOfParameters {
  readonly address: string;
}

export interface CmidLevelOfParameters {
  readonly address: string;
}

export interface CmidPkPemOfParameters {
  readonly address: string;
}

export interface CmidAlterAdminAddressParameters {
  readonly adminAddress: string;
}

export interface CmidSetIdentityEvent {
  readonly topic: "setIdentity";
  readonly address: string;
  readonly level: string;
  readonly pkPem: string;
}

export type CmidEvent = CmidSetIdentityEvent;

/** A transaction that is in a block. */
export interface CmidSent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly CmidEvent[];
}

export interface CmidClient {
  /** Whoever installs the contract names the admins, itself unless told otherwise. `identities` lists the levels there are. */
  init_contract(parameters?: CmidInitContractParameters): Promise<CmidSent<void>>;
  /** Standards that the contract keeps to. */
  Standards(): Promise<readonly string[]>;
  SupportStandard(parameters: CmidSupportStandardParameters): Promise<boolean>;
  /** Levels that identities have: a JSON array of {level, description}. */
  Identities(): Promise<string>;
  /** Says who stands behind an address; only admins may. */
  SetIdentity(parameters: CmidSetIdentityParameters): Promise<CmidSent<string>>;
  /** The same for several: a JSON array of {address, pkPem, level, metadata}. */
  SetIdentityBatch(parameters: CmidSetIdentityBatchParameters): Promise<CmidSent<readonly string[]>>;
  /** {address, pkPem, level, metadata} of an address. */
  IdentityOf(parameters: CmidIdentityOfParameters): Promise<string>;
  LevelOf(parameters: CmidLevelOfParameters): Promise<string>;
  PkPemOf(parameters: CmidPkPemOfParameters): Promise<string>;
  /** Names other admins, as a comma list; only the creator may. */
  AlterAdminAddress(parameters: CmidAlterAdminAddressParameters): Promise<CmidSent<string>>;
}

/** The contract `cmid` as one member sees it. Errors: those of `@yanta/sdk`. */
export function createCmidClient(client: Client, contract = "cmid"): CmidClient {
  return {
    init_contract: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "init_contract", parameters: encode({ ...parameters }) }), toNothing),
    Standards: async () => toTexts((await queryContract(client, { contract, method: "Standards", parameters: {} })).result),
    SupportStandard: async (parameters) => toBoolean((await queryContract(client, { contract, method: "SupportStandard", parameters: encode({ ...parameters }) })).result),
    Identities: async () => toText((await queryContract(client, { contract, method: "Identities", parameters: {} })).result),
    SetIdentity: async (parameters) => toSent(await invokeContract(client, { contract, method: "SetIdentity", parameters: encode({ ...parameters }) }), toText),
    SetIdentityBatch: async (parameters) => toSent(await invokeContract(client, { contract, method: "SetIdentityBatch", parameters: encode({ ...parameters }) }), toTexts),
    IdentityOf: async (parameters) => toText((await queryContract(client, { contract, method: "IdentityOf", parameters: encode({ ...parameters }) })).result),
    LevelOf: async (parameters) => toText((await queryContract(client, { contract, method: "LevelOf", parameters: encode({ ...parameters }) })).result),
    PkPemOf: async (parameters) => toText((await queryContract(client, { contract, method: "PkPemOf", parameters: encode({ ...parameters }) })).result),
    AlterAdminAddress: async (parameters) => toSent(await invokeContract(client, { contract, method: "AlterAdminAddress", parameters: encode({ ...parameters }) }), toText),
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

const toNothing = (): void => undefined;

const toTexts = (bytes: Uint8Array): string[] => JSON.parse(toText(bytes)) as string[];

const toBoolean = (bytes: Uint8Array): boolean => toText(bytes) === "true";

const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): CmidSent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: toCmidEvents(sent.events) };
}

/** The contract's own events, typed; those of others are left out. */
export function toCmidEvents(
  events: readonly { readonly topic: string; readonly eventData: readonly string[] }[],
): CmidEvent[] {
  return events.flatMap(({ topic, eventData: data }): CmidEvent[] => {
    switch (topic) {
      case "setIdentity":
        return [{ topic, address: data[0] ?? "", level: data[1] ?? "", pkPem: data[2] ?? "" }];
      default:
        return [];
    }
  });
}
