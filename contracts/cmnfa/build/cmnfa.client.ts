// Made by `yanta contract build` from the contract cmnfa; do not edit.
import { invokeContract, queryContract, type CallParameters, type Client, type InvokeContractResult } from "@yanta/sdk";

export interface CmnfaInitContractParameters {
  readonly categoryName?: string;
  readonly categoryURI?: string;
}

export interface CmnfaSupportStandardParameters {
  readonly standardName: string;
}

export interface CmnfaMintParameters {
  readonly to: string;
  readonly tokenId: string;
  readonly categoryName: string;
  readonly metadata?: string;
}

export interface CmnfaMintBatchParameters {
  readonly tokens: string;
}

export interface CmnfaSetApprovalParameters {
  readonly owner: string;
  readonly to: string;
  readonly tokenId: string;
  readonly isApproval: boolean;
}

export interface CmnfaSetApprovalForAllParameters {
  readonly owner: string;
  readonly to: string;
  readonly isApproval: boolean;
}

export interface CmnfaSetApprovalByCategoryParameters {
  readonly owner: string;
  readonly to: string;
  readonly categoryName: string;
  readonly isApproval: boolean;
}

export interface CmnfaTransferFromParameters {
  readonly from: string;
  readonly to: string;
  readonly tokenId: string;
}

export interface CmnfaTransferFromBatchParameters {
  readonly from: string;
  readonly to: string;
  readonly tokenIds: readonly string[];
}

export interface CmnfaBurnParameters {
  readonly tokenId: string;
}

export interface CmnfaCreateOrSetCategoryParameters {
  readonly categoryName: string;
  readonly categoryURI: string;
}

export interface CmnfaOwnerOfParameters {
  readonly tokenId: string;
}

export interface CmnfaTokenURIParameters {
  readonly tokenId: string;
}

export interface CmnfaTokenMetadataParameters {
  readonly tokenId: string;
}

export interface CmnfaGetCategoryByNameParameters {
  readonly categoryName: string;
}

export interface CmnfaGetCategoryByTokenIdParameters {
  readonly tokenId: string;
}

export interface CmnfaTotalSupplyOfCategoryParameters {
  readonly categoryName: string;
}

export interface CmnfaBalanceOfParameters {
  readonly account: string;
}

export interface CmnfaAccountTokensParameters {
  readonly account: string;
}

export interface CmnfaMintEvent {
  readonly topic: "Mint";
  readonly to: string;
  readonly tokenId: string;
  readonly categoryName: string;
  readonly metadata: string;
}

export interface CmnfaTransferFromEvent {
  readonly topic: "TransferFrom";
  readonly from: string;
  readonly to: string;
  readonly tokenId: string;
}

export interface CmnfaBurnEvent {
  readonly topic: "Burn";
  readonly owner: string;
  readonly tokenId: string;
}

export interface CmnfaSetApprovalEvent {
  readonly topic: "SetApproval";
  readonly owner: string;
  readonly to: string;
  readonly tokenId: string;
  readonly isApproval: boolean;
}

export interface CmnfaSetApprovalForAllEvent {
  readonly topic: "SetApprovalForAll";
  readonly owner: string;
  readonly to: string;
  readonly isApproval: boolean;
}

export interface CmnfaSetApprovalByCategoryEvent {
  readonly topic: "SetApprovalByCategory";
  readonly owner: string;
  readonly to: string;
  readonly categoryName: string;
  readonly isApproval: boolean;
}

export interface CmnfaCreateOrSetCategoryEvent {
  readonly topic: "CreateOrSetCategory";
  readonly categoryName: string;
  readonly categoryURI: string;
}

export type CmnfaEvent = CmnfaMintEvent | CmnfaTransferFromEvent | CmnfaBurnEvent | CmnfaSetApprovalEvent | CmnfaSetApprovalForAllEvent | CmnfaSetApprovalByCategoryEvent | CmnfaCreateOrSetCategoryEvent;

/** A transaction that is in a block. */
export interface CmnfaSent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly CmnfaEvent[];
}

export interface CmnfaClient {
  /** Whoever installs the contract is its admin: it mints and keeps the categories. */
  init_contract(parameters?: CmnfaInitContractParameters): Promise<CmnfaSent<void>>;
  /** Standards that the contract keeps to. */
  Standards(): Promise<readonly string[]>;
  SupportStandard(parameters: CmnfaSupportStandardParameters): Promise<boolean>;
  /** A new token; only the admin may. Its category exists. */
  Mint(parameters: CmnfaMintParameters): Promise<CmnfaSent<string>>;
  /** Several new tokens: a JSON array of {to, tokenId, categoryName, metadata}. */
  MintBatch(parameters: CmnfaMintBatchParameters): Promise<CmnfaSent<string>>;
  /** Lets somebody transfer one token of the sender, in the place of whom it let before; or nobody any longer. */
  SetApproval(parameters: CmnfaSetApprovalParameters): Promise<CmnfaSent<string>>;
  /** The same for all tokens of the sender. */
  SetApprovalForAll(parameters: CmnfaSetApprovalForAllParameters): Promise<CmnfaSent<string>>;
  /** The same for the sender's tokens of one category. */
  SetApprovalByCategory(parameters: CmnfaSetApprovalByCategoryParameters): Promise<CmnfaSent<string>>;
  /** Moves a token; the owner may, and whom the owner approved. */
  TransferFrom(parameters: CmnfaTransferFromParameters): Promise<CmnfaSent<string>>;
  TransferFromBatch(parameters: CmnfaTransferFromBatchParameters): Promise<CmnfaSent<string>>;
  /** Destroys a token; who may transfer it may. */
  Burn(parameters: CmnfaBurnParameters): Promise<CmnfaSent<string>>;
  /** A category, and what its tokens' URIs begin with; only the admin may. */
  CreateOrSetCategory(parameters: CmnfaCreateOrSetCategoryParameters): Promise<CmnfaSent<string>>;
  OwnerOf(parameters: CmnfaOwnerOfParameters): Promise<string>;
  /** The category's URI, then the token's id. */
  TokenURI(parameters: CmnfaTokenURIParameters): Promise<string>;
  TokenMetadata(parameters: CmnfaTokenMetadataParameters): Promise<string>;
  /** {categoryName, categoryURI} of a category. */
  GetCategoryByName(parameters: CmnfaGetCategoryByNameParameters): Promise<string>;
  GetCategoryByTokenId(parameters: CmnfaGetCategoryByTokenIdParameters): Promise<string>;
  TotalSupply(): Promise<bigint>;
  TotalSupplyOfCategory(parameters: CmnfaTotalSupplyOfCategoryParameters): Promise<bigint>;
  BalanceOf(parameters: CmnfaBalanceOfParameters): Promise<bigint>;
  /** Ids of the tokens that an account owns. */
  AccountTokens(parameters: CmnfaAccountTokensParameters): Promise<readonly string[]>;
}

/** The contract `cmnfa` as one member sees it. Errors: those of `@yanta/sdk`. */
export function createCmnfaClient(client: Client, contract = "cmnfa"): CmnfaClient {
  return {
    init_contract: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "init_contract", parameters: encode({ ...parameters }) }), toNothing),
    Standards: async () => toTexts((await queryContract(client, { contract, method: "Standards", parameters: {} })).result),
    SupportStandard: async (parameters) => toBoolean((await queryContract(client, { contract, method: "SupportStandard", parameters: encode({ ...parameters }) })).result),
    Mint: async (parameters) => toSent(await invokeContract(client, { contract, method: "Mint", parameters: encode({ ...parameters }) }), toText),
    MintBatch: async (parameters) => toSent(await invokeContract(client, { contract, method: "MintBatch", parameters: encode({ ...parameters }) }), toText),
    SetApproval: async (parameters) => toSent(await invokeContract(client, { contract, method: "SetApproval", parameters: encode({ ...parameters }) }), toText),
    SetApprovalForAll: async (parameters) => toSent(await invokeContract(client, { contract, method: "SetApprovalForAll", parameters: encode({ ...parameters }) }), toText),
    SetApprovalByCategory: async (parameters) => toSent(await invokeContract(client, { contract, method: "SetApprovalByCategory", parameters: encode({ ...parameters }) }), toText),
    TransferFrom: async (parameters) => toSent(await invokeContract(client, { contract, method: "TransferFrom", parameters: encode({ ...parameters }) }), toText),
    TransferFromBatch: async (parameters) => toSent(await invokeContract(client, { contract, method: "TransferFromBatch", parameters: encode({ ...parameters }) }), toText),
    Burn: async (parameters) => toSent(await invokeContract(client, { contract, method: "Burn", parameters: encode({ ...parameters }) }), toText),
    CreateOrSetCategory: async (parameters) => toSent(await invokeContract(client, { contract, method: "CreateOrSetCategory", parameters: encode({ ...parameters }) }), toText),
    OwnerOf: async (parameters) => toText((await queryContract(client, { contract, method: "OwnerOf", parameters: encode({ ...parameters }) })).result),
    TokenURI: async (parameters) => toText((await queryContract(client, { contract, method: "TokenURI", parameters: encode({ ...parameters }) })).result),
    TokenMetadata: async (parameters) => toText((await queryContract(client, { contract, method: "TokenMetadata", parameters: encode({ ...parameters }) })).result),
    GetCategoryByName: async (parameters) => toText((await queryContract(client, { contract, method: "GetCategoryByName", parameters: encode({ ...parameters }) })).result),
    GetCategoryByTokenId: async (parameters) => toText((await queryContract(client, { contract, method: "GetCategoryByTokenId", parameters: encode({ ...parameters }) })).result),
    TotalSupply: async () => toBigint((await queryContract(client, { contract, method: "TotalSupply", parameters: {} })).result),
    TotalSupplyOfCategory: async (parameters) => toBigint((await queryContract(client, { contract, method: "TotalSupplyOfCategory", parameters: encode({ ...parameters }) })).result),
    BalanceOf: async (parameters) => toBigint((await queryContract(client, { contract, method: "BalanceOf", parameters: encode({ ...parameters }) })).result),
    AccountTokens: async (parameters) => toTexts((await queryContract(client, { contract, method: "AccountTokens", parameters: encode({ ...parameters }) })).result),
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

const toBigint = (bytes: Uint8Array): bigint => BigInt(toText(bytes));

function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): CmnfaSent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: toCmnfaEvents(sent.events) };
}

/** The contract's own events, typed; those of others are left out. */
export function toCmnfaEvents(
  events: readonly { readonly topic: string; readonly eventData: readonly string[] }[],
): CmnfaEvent[] {
  return events.flatMap(({ topic, eventData: data }): CmnfaEvent[] => {
    switch (topic) {
      case "Mint":
        return [{ topic, to: data[0] ?? "", tokenId: data[1] ?? "", categoryName: data[2] ?? "", metadata: data[3] ?? "" }];
      case "TransferFrom":
        return [{ topic, from: data[0] ?? "", to: data[1] ?? "", tokenId: data[2] ?? "" }];
      case "Burn":
        return [{ topic, owner: data[0] ?? "", tokenId: data[1] ?? "" }];
      case "SetApproval":
        return [{ topic, owner: data[0] ?? "", to: data[1] ?? "", tokenId: data[2] ?? "", isApproval: (data[3] ?? "") === "true" }];
      case "SetApprovalForAll":
        return [{ topic, owner: data[0] ?? "", to: data[1] ?? "", isApproval: (data[2] ?? "") === "true" }];
      case "SetApprovalByCategory":
        return [{ topic, owner: data[0] ?? "", to: data[1] ?? "", categoryName: data[2] ?? "", isApproval: (data[3] ?? "") === "true" }];
      case "CreateOrSetCategory":
        return [{ topic, categoryName: data[0] ?? "", categoryURI: data[1] ?? "" }];
      default:
        return [];
    }
  });
}
