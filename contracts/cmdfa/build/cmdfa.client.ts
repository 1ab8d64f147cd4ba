// Made by `yanta contract build` from the contract cmdfa; do not edit.
import { invokeContract, queryContract, type CallParameters, type Client, type InvokeContractResult } from "@yanta/sdk";

export interface CmdfaInitContractParameters {
  readonly name: string;
  readonly symbol: string;
  readonly decimals?: number;
  readonly totalSupply?: bigint;
  readonly metadata?: string;
}

export interface CmdfaSupportStandardParameters {
  readonly standardName: string;
}

export interface CmdfaBalanceOfParameters {
  readonly account: string;
}

export interface CmdfaAllowanceParameters {
  readonly owner: string;
  readonly spender: string;
}

export interface CmdfaTransferParameters {
  readonly to: string;
  readonly amount: bigint;
}

export interface CmdfaTransferFromParameters {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

export interface CmdfaApproveParameters {
  readonly spender: string;
  readonly amount: bigint;
}

export interface CmdfaMintParameters {
  readonly account: string;
  readonly amount: bigint;
}

export interface CmdfaBurnParameters {
  readonly amount: bigint;
}

export interface CmdfaBurnFromParameters {
  readonly spender: string;
  readonly amount: bigint;
}

export interface CmdfaBatchTransferParameters {
  readonly to: readonly string[];
  readonly amount: readonly string[];
}

export interface CmdfaTransferEvent {
  readonly topic: "transfer";
  readonly spender: string;
  readonly to: string;
  readonly amount: bigint;
}

export interface CmdfaApproveEvent {
  readonly topic: "approve";
  readonly owner: string;
  readonly spender: string;
  readonly amount: bigint;
}

export interface CmdfaMintEvent {
  readonly topic: "mint";
  readonly account: string;
  readonly amount: bigint;
}

export interface CmdfaBurnEvent {
  readonly topic: "burn";
  readonly spender: string;
  readonly amount: bigint;
}

export type CmdfaEvent = CmdfaTransferEvent | CmdfaApproveEvent | CmdfaMintEvent | CmdfaBurnEvent;

/** A transaction that is in a block. */
export interface CmdfaSent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly CmdfaEvent[];
}

export interface CmdfaClient {
  /** Whoever installs the contract is its admin and gets the first supply. */
  init_contract(parameters: CmdfaInitContractParameters): Promise<CmdfaSent<void>>;
  /** Standards that the contract keeps to. */
  Standards(): Promise<readonly string[]>;
  SupportStandard(parameters: CmdfaSupportStandardParameters): Promise<boolean>;
  Name(): Promise<string>;
  Symbol(): Promise<string>;
  Decimals(): Promise<number>;
  Metadata(): Promise<string>;
  TotalSupply(): Promise<bigint>;
  BalanceOf(parameters: CmdfaBalanceOfParameters): Promise<bigint>;
  /** What the owner lets the spender spend. */
  Allowance(parameters: CmdfaAllowanceParameters): Promise<bigint>;
  /** Moves the sender's own. */
  Transfer(parameters: CmdfaTransferParameters): Promise<CmdfaSent<string>>;
  /** Moves what somebody else allowed the sender. */
  TransferFrom(parameters: CmdfaTransferFromParameters): Promise<CmdfaSent<string>>;
  /** Lets somebody spend the sender's own; it replaces what was allowed before. */
  Approve(parameters: CmdfaApproveParameters): Promise<CmdfaSent<string>>;
  /** Makes new ones; only the admin may. */
  Mint(parameters: CmdfaMintParameters): Promise<CmdfaSent<string>>;
  /** Destroys the sender's own. */
  Burn(parameters: CmdfaBurnParameters): Promise<CmdfaSent<string>>;
  /** Destroys what another account, `spender`, allowed the sender. */
  BurnFrom(parameters: CmdfaBurnFromParameters): Promise<CmdfaSent<string>>;
  /** Moves to several accounts; `amount` holds one for each, or one for all. */
  BatchTransfer(parameters: CmdfaBatchTransferParameters): Promise<CmdfaSent<string>>;
}

/** The contract `cmdfa` as one member sees it. Errors: those of `@yanta/sdk`. */
export function createCmdfaClient(client: Client, contract = "cmdfa"): CmdfaClient {
  return {
    init_contract: async (parameters) => toSent(await invokeContract(client, { contract, method: "init_contract", parameters: encode({ ...parameters }) }), toNothing),
    Standards: async () => toTexts((await queryContract(client, { contract, method: "Standards", parameters: {} })).result),
    SupportStandard: async (parameters) => toBoolean((await queryContract(client, { contract, method: "SupportStandard", parameters: encode({ ...parameters }) })).result),
    Name: async () => toText((await queryContract(client, { contract, method: "Name", parameters: {} })).result),
    Symbol: async () => toText((await queryContract(client, { contract, method: "Symbol", parameters: {} })).result),
    Decimals: async () => toNumber((await queryContract(client, { contract, method: "Decimals", parameters: {} })).result),
    Metadata: async () => toText((await queryContract(client, { contract, method: "Metadata", parameters: {} })).result),
    TotalSupply: async () => toBigint((await queryContract(client, { contract, method: "TotalSupply", parameters: {} })).result),
    BalanceOf: async (parameters) => toBigint((await queryContract(client, { contract, method: "BalanceOf", parameters: encode({ ...parameters }) })).result),
    Allowance: async (parameters) => toBigint((await queryContract(client, { contract, method: "Allowance", parameters: encode({ ...parameters }) })).result),
    Transfer: async (parameters) => toSent(await invokeContract(client, { contract, method: "Transfer", parameters: encode({ ...parameters }) }), toText),
    TransferFrom: async (parameters) => toSent(await invokeContract(client, { contract, method: "TransferFrom", parameters: encode({ ...parameters }) }), toText),
    Approve: async (parameters) => toSent(await invokeContract(client, { contract, method: "Approve", parameters: encode({ ...parameters }) }), toText),
    Mint: async (parameters) => toSent(await invokeContract(client, { contract, method: "Mint", parameters: encode({ ...parameters }) }), toText),
    Burn: async (parameters) => toSent(await invokeContract(client, { contract, method: "Burn", parameters: encode({ ...parameters }) }), toText),
    BurnFrom: async (parameters) => toSent(await invokeContract(client, { contract, method: "BurnFrom", parameters: encode({ ...parameters }) }), toText),
    BatchTransfer: async (parameters) => toSent(await invokeContract(client, { contract, method: "BatchTransfer", parameters: encode({ ...parameters }) }), toText),
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

const toNumber = (bytes: Uint8Array): number => Number(toText(bytes));

const toBigint = (bytes: Uint8Array): bigint => BigInt(toText(bytes));

function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): CmdfaSent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: toCmdfaEvents(sent.events) };
}

/** The contract's own events, typed; those of others are left out. */
export function toCmdfaEvents(
  events: readonly { readonly topic: string; readonly eventData: readonly string[] }[],
): CmdfaEvent[] {
  return events.flatMap(({ topic, eventData: data }): CmdfaEvent[] => {
    switch (topic) {
      case "transfer":
        return [{ topic, spender: data[0] ?? "", to: data[1] ?? "", amount: BigInt(data[2] ?? "") }];
      case "approve":
        return [{ topic, owner: data[0] ?? "", spender: data[1] ?? "", amount: BigInt(data[2] ?? "") }];
      case "mint":
        return [{ topic, account: data[0] ?? "", amount: BigInt(data[1] ?? "") }];
      case "burn":
        return [{ topic, spender: data[0] ?? "", amount: BigInt(data[1] ?? "") }];
      default:
        return [];
    }
  });
}
