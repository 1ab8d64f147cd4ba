// Made by `yanta contract build` from the contract cmdid; do not edit.
import { invokeContract, queryContract, type CallParameters, type Client, type InvokeContractResult } from "@yanta/sdk";

export interface CmdidInitContractParameters {
  readonly didMethod?: string;
}

export interface CmdidSupportStandardParameters {
  readonly standardName: string;
}

export interface CmdidSetAdminParameters {
  readonly address?: string;
}

export interface CmdidDeleteAdminParameters {
  readonly address?: string;
}

export interface CmdidIsAdminParameters {
  readonly address?: string;
}

export interface CmdidAddDidDocumentParameters {
  readonly didDocument?: string;
}

export interface CmdidUpdateDidDocumentParameters {
  readonly didDocument?: string;
}

export interface CmdidGetDidDocumentParameters {
  readonly did?: string;
}

export interface CmdidGetDidByPubkeyParameters {
  readonly pubKey?: string;
}

export interface CmdidGetDidByAddressParameters {
  readonly address?: string;
}

export interface CmdidIsValidDidParameters {
  readonly did?: string;
}

export interface CmdidVerifyVcParameters {
  readonly vcJson?: string;
}

export interface CmdidVerifyVpParameters {
  readonly vpJson?: string;
}

export interface CmdidRevokeVcParameters {
  readonly vcID?: string;
}

export interface CmdidGetRevokedVcListParameters {
  readonly vcIDSearch?: string;
  readonly start?: number;
  readonly count?: number;
}

export interface CmdidVcIssueLogParameters {
  readonly issuer?: string;
  readonly did?: string;
  readonly templateID?: string;
  readonly vcID?: string;
}

export interface CmdidGetVcIssueLogsParameters {
  readonly issuer?: string;
  readonly did?: string;
  readonly templateID?: string;
  readonly start?: number;
  readonly count?: number;
}

export interface CmdidGetVcIssuersParameters {
  readonly did?: string;
}

export interface CmdidAddBlackListParameters {
  readonly dids?: string;
}

export interface CmdidDeleteBlackListParameters {
  readonly dids?: string;
}

export interface CmdidGetBlackListParameters {
  readonly didSearch?: string;
  readonly start?: number;
  readonly count?: number;
}

export interface CmdidSetTrustRootListParameters {
  readonly dids?: string;
}

export interface CmdidAddTrustIssuerParameters {
  readonly dids?: string;
}

export interface CmdidDeleteTrustIssuerParameters {
  readonly dids?: string;
}

export interface CmdidGetTrustIssuerParameters {
  readonly didSearch?: string;
  readonly start?: number;
  readonly count?: number;
}

export interface CmdidDelegateParameters {
  readonly delegateeDid?: string;
  readonly resource?: string;
  readonly action?: string;
  readonly expiration?: bigint;
}

export interface CmdidRevokeDelegateParameters {
  readonly delegateeDid?: string;
  readonly resource?: string;
  readonly action?: string;
}

export interface CmdidGetDelegateListParameters {
  readonly delegatorDid?: string;
  readonly delegateeDid?: string;
  readonly resource?: string;
  readonly action?: string;
  readonly start?: number;
  readonly count?: number;
}

export interface CmdidSetVcTemplateParameters {
  readonly id?: string;
  readonly name?: string;
  readonly vcType?: string;
  readonly version?: string;
  readonly template?: string;
}

export interface CmdidGetVcTemplateParameters {
  readonly id?: string;
  readonly version?: string;
}

export interface CmdidGetVcTemplateListParameters {
  readonly nameSearch?: string;
  readonly start?: number;
  readonly count?: number;
}

export interface CmdidSetDidDocumentEvent {
  readonly topic: "SetDidDocument";
  readonly did: string;
  readonly didDocument: string;
}

export interface CmdidSetTrustRootListEvent {
  readonly topic: "SetTrustRootList";
  readonly dids: string;
}

export interface CmdidRevokeVcEvent {
  readonly topic: "RevokeVc";
  readonly vcID: string;
}

export interface CmdidAddBlackListEvent {
  readonly topic: "AddBlackList";
  readonly dids: string;
}

export interface CmdidDeleteBlackListEvent {
  readonly topic: "DeleteBlackList";
  readonly dids: string;
}

export interface CmdidAddTrustIssuerEvent {
  readonly topic: "AddTrustIssuer";
  readonly dids: string;
}

export interface CmdidDeleteTrustIssuerEvent {
  readonly topic: "DeleteTrustIssuer";
  readonly dids: string;
}

export interface CmdidDelegateEvent {
  readonly topic: "Delegate";
  readonly delegatorDid: string;
  readonly delegateeDid: string;
  readonly resource: string;
  readonly action: string;
}

export interface CmdidRevokeDelegateEvent {
  readonly topic: "RevokeDelegate";
  readonly delegatorDid: string;
  readonly delegateeDid: string;
  readonly resource: string;
  readonly action: string;
}

export interface CmdidSetVcTemplateEvent {
  readonly topic: "SetVcTemplate";
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

export interface CmdidVcIssueLogEvent {
  readonly topic: "VcIssueLog";
  readonly issuer: string;
  readonly did: string;
  readonly templateID: string;
  readonly vcID: string;
}

export type CmdidEvent = CmdidSetDidDocumentEvent | CmdidSetTrustRootListEvent | CmdidRevokeVcEvent | CmdidAddBlackListEvent | CmdidDeleteBlackListEvent | CmdidAddTrustIssuerEvent | CmdidDeleteTrustIssuerEvent | CmdidDelegateEvent | CmdidRevokeDelegateEvent | CmdidSetVcTemplateEvent | CmdidVcIssueLogEvent;

/** A transaction that is in a block. */
export interface CmdidSent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly CmdidEvent[];
}

export interface CmdidClient {
  /** `didMethod` is `cm` (a hash of the key) or `cnbn` (the key's address); both are known from ChainMaker's world. */
  init_contract(parameters?: CmdidInitContractParameters): Promise<CmdidSent<void>>;
  /** Standards that the contract keeps to. */
  Standards(): Promise<readonly string[]>;
  SupportStandard(parameters: CmdidSupportStandardParameters): Promise<boolean>;
  DidMethod(): Promise<string>;
  /** Lets an address act as admin; only the creator may. */
  SetAdmin(parameters?: CmdidSetAdminParameters): Promise<CmdidSent<string>>;
  DeleteAdmin(parameters?: CmdidDeleteAdminParameters): Promise<CmdidSent<string>>;
  IsAdmin(parameters?: CmdidIsAdminParameters): Promise<boolean>;
  /** Registers a DID: its document is signed by its own keys, and the DID is made from the first of them. The sender acts for it. */
  AddDidDocument(parameters?: CmdidAddDidDocumentParameters): Promise<CmdidSent<string>>;
  /** Another document for a DID. It is signed with a key of the one before, or of a controller that it names; for admins a key of the new document will do. Its registrant, its controllers and admins may send it. */
  UpdateDidDocument(parameters?: CmdidUpdateDidDocumentParameters): Promise<CmdidSent<string>>;
  GetDidDocument(parameters?: CmdidGetDidDocumentParameters): Promise<string>;
  /** The DID with a public key (PEM). */
  GetDidByPubkey(parameters?: CmdidGetDidByPubkeyParameters): Promise<string>;
  GetDidByAddress(parameters?: CmdidGetDidByAddressParameters): Promise<string>;
  /** Whether a DID is registered and not on the black list. */
  IsValidDid(parameters?: CmdidIsValidDidParameters): Promise<boolean>;
  /** Whether a credential holds: a trusted issuer's signature, not expired, not revoked, nobody on the black list. Ends the call with the reason when it does not. */
  VerifyVc(parameters?: CmdidVerifyVcParameters): Promise<boolean>;
  /** Whether a presentation holds: all its credentials, and its holder's signature. */
  VerifyVp(parameters?: CmdidVerifyVpParameters): Promise<boolean>;
  /** Revokes a credential: admins any, a trusted issuer those that it issued. */
  RevokeVc(parameters?: CmdidRevokeVcParameters): Promise<CmdidSent<string>>;
  GetRevokedVcList(parameters?: CmdidGetRevokedVcListParameters): Promise<readonly string[]>;
  /** Notes that a trusted issuer issued a credential. */
  VcIssueLog(parameters?: CmdidVcIssueLogParameters): Promise<CmdidSent<string>>;
  /** A JSON array of {issuer, did, templateID, vcID, txId, blockHeight}; what is empty is not asked for. */
  GetVcIssueLogs(parameters?: CmdidGetVcIssueLogsParameters): Promise<string>;
  /** DIDs that issued a credential to a DID. */
  GetVcIssuers(parameters?: CmdidGetVcIssuersParameters): Promise<readonly string[]>;
  AddBlackList(parameters?: CmdidAddBlackListParameters): Promise<CmdidSent<string>>;
  DeleteBlackList(parameters?: CmdidDeleteBlackListParameters): Promise<CmdidSent<string>>;
  GetBlackList(parameters?: CmdidGetBlackListParameters): Promise<readonly string[]>;
  /** The DIDs that stand at the root of trust; only admins set them. `dids` is one DID or a JSON array. */
  SetTrustRootList(parameters?: CmdidSetTrustRootListParameters): Promise<CmdidSent<string>>;
  GetTrustRootList(): Promise<readonly string[]>;
  AddTrustIssuer(parameters?: CmdidAddTrustIssuerParameters): Promise<CmdidSent<string>>;
  DeleteTrustIssuer(parameters?: CmdidDeleteTrustIssuerParameters): Promise<CmdidSent<string>>;
  GetTrustIssuer(parameters?: CmdidGetTrustIssuerParameters): Promise<readonly string[]>;
  /** Lets a DID do something in the place of the sender's; `expiration` in Unix seconds, 0 for ever. */
  Delegate(parameters?: CmdidDelegateParameters): Promise<CmdidSent<string>>;
  RevokeDelegate(parameters?: CmdidRevokeDelegateParameters): Promise<CmdidSent<string>>;
  /** A JSON array of delegations that hold now; what is empty is not asked for. */
  GetDelegateList(parameters?: CmdidGetDelegateListParameters): Promise<string>;
  /** A form of credentials; `template` is a JSON Schema. Admins and trusted issuers set it; a version stays as it is. */
  SetVcTemplate(parameters?: CmdidSetVcTemplateParameters): Promise<CmdidSent<string>>;
  GetVcTemplate(parameters?: CmdidGetVcTemplateParameters): Promise<string>;
  /** A JSON array of the templates whose name holds a text. */
  GetVcTemplateList(parameters?: CmdidGetVcTemplateListParameters): Promise<string>;
}

/** The contract `cmdid` as one member sees it. Errors: those of `@yanta/sdk`. */
export function createCmdidClient(client: Client, contract = "cmdid"): CmdidClient {
  return {
    init_contract: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "init_contract", parameters: encode({ ...parameters }) }), toNothing),
    Standards: async () => toTexts((await queryContract(client, { contract, method: "Standards", parameters: {} })).result),
    SupportStandard: async (parameters) => toBoolean((await queryContract(client, { contract, method: "SupportStandard", parameters: encode({ ...parameters }) })).result),
    DidMethod: async () => toText((await queryContract(client, { contract, method: "DidMethod", parameters: {} })).result),
    SetAdmin: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "SetAdmin", parameters: encode({ ...parameters }) }), toText),
    DeleteAdmin: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "DeleteAdmin", parameters: encode({ ...parameters }) }), toText),
    IsAdmin: async (parameters = {}) => toBoolean((await queryContract(client, { contract, method: "IsAdmin", parameters: encode({ ...parameters }) })).result),
    AddDidDocument: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "AddDidDocument", parameters: encode({ ...parameters }) }), toText),
    UpdateDidDocument: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "UpdateDidDocument", parameters: encode({ ...parameters }) }), toText),
    GetDidDocument: async (parameters = {}) => toText((await queryContract(client, { contract, method: "GetDidDocument", parameters: encode({ ...parameters }) })).result),
    GetDidByPubkey: async (parameters = {}) => toText((await queryContract(client, { contract, method: "GetDidByPubkey", parameters: encode({ ...parameters }) })).result),
    GetDidByAddress: async (parameters = {}) => toText((await queryContract(client, { contract, method: "GetDidByAddress", parameters: encode({ ...parameters }) })).result),
    IsValidDid: async (parameters = {}) => toBoolean((await queryContract(client, { contract, method: "IsValidDid", parameters: encode({ ...parameters }) })).result),
    VerifyVc: async (parameters = {}) => toBoolean((await queryContract(client, { contract, method: "VerifyVc", parameters: encode({ ...parameters }) })).result),
    VerifyVp: async (parameters = {}) => toBoolean((await queryContract(client, { contract, method: "VerifyVp", parameters: encode({ ...parameters }) })).result),
    RevokeVc: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "RevokeVc", parameters: encode({ ...parameters }) }), toText),
    GetRevokedVcList: async (parameters = {}) => toTexts((await queryContract(client, { contract, method: "GetRevokedVcList", parameters: encode({ ...parameters }) })).result),
    VcIssueLog: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "VcIssueLog", parameters: encode({ ...parameters }) }), toText),
    GetVcIssueLogs: async (parameters = {}) => toText((await queryContract(client, { contract, method: "GetVcIssueLogs", parameters: encode({ ...parameters }) })).result),
    GetVcIssuers: async (parameters = {}) => toTexts((await queryContract(client, { contract, method: "GetVcIssuers", parameters: encode({ ...parameters }) })).result),
    AddBlackList: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "AddBlackList", parameters: encode({ ...parameters }) }), toText),
    DeleteBlackList: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "DeleteBlackList", parameters: encode({ ...parameters }) }), toText),
    GetBlackList: async (parameters = {}) => toTexts((await queryContract(client, { contract, method: "GetBlackList", parameters: encode({ ...parameters }) })).result),
    SetTrustRootList: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "SetTrustRootList", parameters: encode({ ...parameters }) }), toText),
    GetTrustRootList: async () => toTexts((await queryContract(client, { contract, method: "GetTrustRootList", parameters: {} })).result),
    AddTrustIssuer: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "AddTrustIssuer", parameters: encode({ ...parameters }) }), toText),
    DeleteTrustIssuer: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "DeleteTrustIssuer", parameters: encode({ ...parameters }) }), toText),
    GetTrustIssuer: async (parameters = {}) => toTexts((await queryContract(client, { contract, method: "GetTrustIssuer", parameters: encode({ ...parameters }) })).result),
    Delegate: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "Delegate", parameters: encode({ ...parameters }) }), toText),
    RevokeDelegate: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "RevokeDelegate", parameters: encode({ ...parameters }) }), toText),
    GetDelegateList: async (parameters = {}) => toText((await queryContract(client, { contract, method: "GetDelegateList", parameters: encode({ ...parameters }) })).result),
    SetVcTemplate: async (parameters = {}) => toSent(await invokeContract(client, { contract, method: "SetVcTemplate", parameters: encode({ ...parameters }) }), toText),
    GetVcTemplate: async (parameters = {}) => toText((await queryContract(client, { contract, method: "GetVcTemplate", parameters: encode({ ...parameters }) })).result),
    GetVcTemplateList: async (parameters = {}) => toText((await queryContract(client, { contract, method: "GetVcTemplateList", parameters: encode({ ...parameters }) })).result),
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

function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): CmdidSent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: toCmdidEvents(sent.events) };
}

/** The contract's own events, typed; those of others are left out. */
export function toCmdidEvents(
  events: readonly { readonly topic: string; readonly eventData: readonly string[] }[],
): CmdidEvent[] {
  return events.flatMap(({ topic, eventData: data }): CmdidEvent[] => {
    switch (topic) {
      case "SetDidDocument":
        return [{ topic, did: data[0] ?? "", didDocument: data[1] ?? "" }];
      case "SetTrustRootList":
        return [{ topic, dids: data[0] ?? "" }];
      case "RevokeVc":
        return [{ topic, vcID: data[0] ?? "" }];
      case "AddBlackList":
        return [{ topic, dids: data[0] ?? "" }];
      case "DeleteBlackList":
        return [{ topic, dids: data[0] ?? "" }];
      case "AddTrustIssuer":
        return [{ topic, dids: data[0] ?? "" }];
      case "DeleteTrustIssuer":
        return [{ topic, dids: data[0] ?? "" }];
      case "Delegate":
        return [{ topic, delegatorDid: data[0] ?? "", delegateeDid: data[1] ?? "", resource: data[2] ?? "", action: data[3] ?? "" }];
      case "RevokeDelegate":
        return [{ topic, delegatorDid: data[0] ?? "", delegateeDid: data[1] ?? "", resource: data[2] ?? "", action: data[3] ?? "" }];
      case "SetVcTemplate":
        return [{ topic, id: data[0] ?? "", name: data[1] ?? "", version: data[2] ?? "" }];
      case "VcIssueLog":
        return [{ topic, issuer: data[0] ?? "", did: data[1] ?? "", templateID: data[2] ?? "", vcID: data[3] ?? "" }];
      default:
        return [];
    }
  });
}
