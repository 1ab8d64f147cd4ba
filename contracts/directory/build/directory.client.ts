// Made by `yanta contract build` from the contract directory; do not edit.
import { invokeContract, queryContract, type CallParameters, type Client, type InvokeContractResult } from "@yanta/sdk";

export interface DirectoryInitContractParameters {
  readonly issuer: string;
  readonly department: string;
  readonly name: string;
  readonly person: string;
  readonly proof: string;
}

export interface DirectorySetIssuerParameters {
  readonly org: string;
  readonly key: string;
  readonly reason: string;
}

export interface DirectorySetCalendarParameters {
  readonly year: number;
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
  readonly source: string;
}

export interface DirectorySetRuleParameters {
  readonly name: string;
  readonly days: number;
  readonly pauses: boolean;
  readonly source: string;
}

export interface DirectoryRegisterDepartmentParameters {
  readonly code: string;
  readonly org: string;
  readonly name: string;
  readonly level: number;
  readonly parent?: string;
}

export interface DirectoryLeaveDepartmentParameters {
  readonly code: string;
  readonly reason: string;
  readonly successor?: string;
}

export interface DirectoryRegisterMemberParameters {
  readonly uid: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly person: string;
  readonly proof: string;
}

export interface DirectoryChangeMemberParameters {
  readonly uid: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly isActive: boolean;
  readonly reason: string;
}

export interface DirectoryPutDutyParameters {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly department: string;
  readonly parent?: string;
}

export interface DirectoryImportEntriesParameters {
  readonly contents: string;
}

export interface DirectorySubmitEntryParameters {
  readonly code: string;
}

export interface DirectorySubmitEntriesParameters {
  readonly codes: readonly string[];
}

export interface DirectoryReviewEntryParameters {
  readonly code: string;
  readonly version: number;
  readonly decision: string;
  readonly reason?: string;
}

export interface DirectoryReviewEntriesParameters {
  readonly names: readonly string[];
  readonly decision: string;
  readonly reason?: string;
}

export interface DirectoryUnpublishEntryParameters {
  readonly code: string;
  readonly reason: string;
}

export interface DirectoryOpenCorrectionParameters {
  readonly id: string;
  readonly entry: string;
  readonly text: string;
  readonly field?: string;
  readonly evidence?: string;
}

export interface DirectoryAnswerCorrectionParameters {
  readonly id: string;
  readonly answer: string;
  readonly reason: string;
}

export interface DirectoryEndCorrectionParameters {
  readonly id: string;
  readonly decision: string;
  readonly reason: string;
}

export interface DirectorySubmitRequestParameters {
  readonly id: string;
  readonly entry: string;
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly until: bigint;
  readonly usesMax: number;
}

export interface DirectoryResubmitRequestParameters {
  readonly id: string;
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly until: bigint;
  readonly usesMax: number;
}

export interface DirectoryTakeRequestParameters {
  readonly id: string;
}

export interface DirectoryPassRequestParameters {
  readonly id: string;
}

export interface DirectoryReturnRequestParameters {
  readonly id: string;
  readonly reason: string;
}

export interface DirectoryRejectRequestParameters {
  readonly id: string;
  readonly reason: string;
  readonly basis: string;
}

export interface DirectoryApproveRequestParameters {
  readonly id: string;
}

export interface DirectorySignAgreementParameters {
  readonly id: string;
  readonly agreement: string;
}

export interface DirectoryGrantAccessParameters {
  readonly id: string;
  readonly access: string;
}

export interface DirectoryActivateAccessParameters {
  readonly id: string;
}

export interface DirectorySuspendAccessParameters {
  readonly id: string;
  readonly reason: string;
}

export interface DirectoryResumeAccessParameters {
  readonly id: string;
}

export interface DirectoryRevokeAccessParameters {
  readonly id: string;
  readonly reason: string;
  readonly basis: string;
}

export interface DirectoryCompleteAccessParameters {
  readonly id: string;
}

export interface DirectoryExpireAccessParameters {
  readonly id: string;
}

export interface DirectoryDisputeRequestParameters {
  readonly id: string;
  readonly reason: string;
}

export interface DirectoryMediateRequestParameters {
  readonly id: string;
  readonly outcome: string;
  readonly reason: string;
}

export interface DirectoryReviewAgainParameters {
  readonly id: string;
}

export interface DirectoryWithdrawRequestParameters {
  readonly id: string;
  readonly reason: string;
}

export interface DirectoryConfirmChangeParameters {
  readonly id: string;
  readonly version: number;
}

export interface DirectoryDeliverParameters {
  readonly id: string;
  readonly request: string;
  readonly hash: string;
  readonly size: bigint;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly uses?: number;
}

export interface DirectoryAcknowledgeParameters {
  readonly id: string;
  readonly hash: string;
  readonly size: bigint;
}

export interface DirectoryRefuseDeliveryParameters {
  readonly id: string;
  readonly reason: string;
}

export interface DirectorySettleClockParameters {
  readonly subject: string;
}

export interface DirectoryRemarkParameters {
  readonly subject: string;
  readonly text: string;
}

export interface DirectoryDeedsOfParameters {
  readonly subject: string;
  readonly start?: number;
  readonly count?: number;
}

export interface DirectoryOverdueParameters {
  readonly start?: number;
  readonly count?: number;
}

export interface DirectoryCheckGrantParameters {
  readonly request: string;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly uses?: number;
}

export interface DirectoryPendingChangeParameters {
  readonly request: string;
}

export interface DirectoryDeadlineAfterParameters {
  readonly time: bigint;
  readonly days: number;
}

export interface DirectoryPersonalDataParameters {
  readonly text: string;
}

export interface DirectoryGetDepartmentParameters {
  readonly code: string;
}

export interface DirectoryGetMemberParameters {
  readonly uid: string;
}

export interface DirectoryGetDutyParameters {
  readonly id: string;
}

export interface DirectoryGetDutiesBelowParameters {
  readonly parent: string;
  readonly start?: number;
  readonly count?: number;
}

export interface DirectoryGetEntryParameters {
  readonly code: string;
}

export interface DirectoryGetContentParameters {
  readonly code: string;
  readonly version: number;
}

export interface DirectoryGetEntriesOfParameters {
  readonly department: string;
  readonly start?: number;
  readonly count?: number;
}

export interface DirectoryGetRequestParameters {
  readonly id: string;
}

export interface DirectoryGetOpenRequestsParameters {
  readonly department: string;
  readonly side: string;
  readonly count?: number;
}

export interface DirectoryGetReceiptParameters {
  readonly id: string;
}

export interface DirectoryGetCorrectionParameters {
  readonly id: string;
}

export interface DirectoryGetCalendarParameters {
  readonly year: number;
}

export interface DirectoryGetIssuerParameters {
  readonly org: string;
}

/** Fields that a grant covers changed or went away, `*` the entry itself: the consumer must confirm. One event for each grant. */
export interface DirectoryFieldChangedEvent {
  readonly topic: "fieldChanged";
  readonly entry: string;
  readonly version: number;
  readonly request: string;
  readonly fields: readonly string[];
}

/** A correction ticket moved: OPEN → ACCEPTED → DONE → CLOSED, or REFUSED, or WITHDRAWN. */
export interface DirectoryCorrectionChangedEvent {
  readonly topic: "correctionChanged";
  readonly id: string;
  readonly entry: string;
  readonly state: string;
}

/** A department joined, changed its parent's name or left; `state` is ACTIVE or LEFT. */
export interface DirectoryDepartmentChangedEvent {
  readonly topic: "departmentChanged";
  readonly code: string;
  readonly state: string;
  readonly successor: string;
}

/** A node of the duty tree was made, renamed or moved. */
export interface DirectoryDutyChangedEvent {
  readonly topic: "dutyChanged";
  readonly id: string;
  readonly kind: string;
  readonly parent: string;
}

/** An entry moved from one state to another. States have idatrix's numbers; -1 is before the first. */
export interface DirectoryEntryChangedEvent {
  readonly topic: "entryChanged";
  readonly code: string;
  readonly version: number;
  readonly from: number;
  readonly to: number;
  readonly revision: number;
}

export interface DirectoryMemberChangedEvent {
  readonly topic: "memberChanged";
  readonly uid: string;
  readonly department: string;
  readonly roles: readonly string[];
  readonly isActive: boolean;
}

/** A delivery was noted by its provider (DELIVERED), and by its consumer (ACKNOWLEDGED or REFUSED). */
export interface DirectoryReceiptChangedEvent {
  readonly topic: "receiptChanged";
  readonly id: string;
  readonly request: string;
  readonly state: string;
  readonly hash: string;
}

/** A request moved from one state to another; `from` is empty for a new one. */
export interface DirectoryRequestChangedEvent {
  readonly topic: "requestChanged";
  readonly id: string;
  readonly entry: string;
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly revision: number;
}

export type DirectoryEvent = DirectoryFieldChangedEvent | DirectoryCorrectionChangedEvent | DirectoryDepartmentChangedEvent | DirectoryDutyChangedEvent | DirectoryEntryChangedEvent | DirectoryMemberChangedEvent | DirectoryReceiptChangedEvent | DirectoryRequestChangedEvent;

/** A transaction that is in a block. */
export interface DirectorySent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly DirectoryEvent[];
}

export interface DirectoryClient {
  /** The sender becomes the first administrator, of a first department (`department` is its social credit code); the sender's organisation is the authority. `issuer` is the SM2 key (PEM) that vouches for persons, `person` a salted hash, `proof` the issuer's signature over both (personStatement). */
  init_contract(parameters: DirectoryInitContractParameters): Promise<DirectorySent<void>>;
  /** The key (SM2, PEM) that vouches for the persons of an organisation. */
  setIssuer(parameters: DirectorySetIssuerParameters): Promise<DirectorySent<string>>;
  /** A year's holidays and make-up working days (调休), each `MM-DD`; `source` says who published them. */
  setCalendar(parameters: DirectorySetCalendarParameters): Promise<DirectorySent<number>>;
  /** A deadline in working days, from now on; `source` names the law. Clocks that run keep theirs. */
  setRule(parameters: DirectorySetRuleParameters): Promise<DirectorySent<string>>;
  registerDepartment(parameters: DirectoryRegisterDepartmentParameters): Promise<DirectorySent<string>>;
  leaveDepartment(parameters: DirectoryLeaveDepartmentParameters): Promise<DirectorySent<string>>;
  /** `uid` is the hex of the certificate's subject key identifier, as the chain tells it. */
  registerMember(parameters: DirectoryRegisterMemberParameters): Promise<DirectorySent<string>>;
  changeMember(parameters: DirectoryChangeMemberParameters): Promise<DirectorySent<string>>;
  /** Makes, renames or moves a node of the duty tree: job → duty → catalogue → database or system. */
  putDuty(parameters: DirectoryPutDutyParameters): Promise<DirectorySent<string>>;
  /** Writes drafts from a JSON array of contents, all or none; returns how many. A refusal lists {row, field, code}. */
  importEntries(parameters: DirectoryImportEntriesParameters): Promise<DirectorySent<number>>;
  /** Hands a draft in for its registration, or a registered entry for its publication. */
  submitEntry(parameters: DirectorySubmitEntryParameters): Promise<DirectorySent<string>>;
  /** The same for many, all or none; returns how many. */
  submitEntries(parameters: DirectorySubmitEntriesParameters): Promise<DirectorySent<number>>;
  /** A registrar's word on the version that waits: `agree`, `return` or `reject`. */
  reviewEntry(parameters: DirectoryReviewEntryParameters): Promise<DirectorySent<string>>;
  /** The same word on many, all or none: each is given as `code@version`; returns how many. */
  reviewEntries(parameters: DirectoryReviewEntriesParameters): Promise<DirectorySent<number>>;
  unpublishEntry(parameters: DirectoryUnpublishEntryParameters): Promise<DirectorySent<string>>;
  /** `text` says what is wrong, without personal data; `evidence` is the hash of what may have some. */
  openCorrection(parameters: DirectoryOpenCorrectionParameters): Promise<DirectorySent<string>>;
  /** The provider's `accept`, `refuse` or `done`. */
  answerCorrection(parameters: DirectoryAnswerCorrectionParameters): Promise<DirectorySent<string>>;
  /** The opener's `close`, `reopen` or `withdraw`. */
  endCorrection(parameters: DirectoryEndCorrectionParameters): Promise<DirectorySent<string>>;
  /** Asks for items of a published entry by their names; `until` is when the grant ends, Unix seconds. */
  submitRequest(parameters: DirectorySubmitRequestParameters): Promise<DirectorySent<string>>;
  resubmitRequest(parameters: DirectoryResubmitRequestParameters): Promise<DirectorySent<string>>;
  takeRequest(parameters: DirectoryTakeRequestParameters): Promise<DirectorySent<string>>;
  passRequest(parameters: DirectoryPassRequestParameters): Promise<DirectorySent<string>>;
  returnRequest(parameters: DirectoryReturnRequestParameters): Promise<DirectorySent<string>>;
  /** `basis` is the law that the refusal stands on. */
  rejectRequest(parameters: DirectoryRejectRequestParameters): Promise<DirectorySent<string>>;
  approveRequest(parameters: DirectoryApproveRequestParameters): Promise<DirectorySent<string>>;
  /** `agreement` is the hash of the agreement that both sides sign. */
  signAgreement(parameters: DirectorySignAgreementParameters): Promise<DirectorySent<string>>;
  /** `access` is the hash of what tells the consumer how to get the data. */
  grantAccess(parameters: DirectoryGrantAccessParameters): Promise<DirectorySent<string>>;
  activateAccess(parameters: DirectoryActivateAccessParameters): Promise<DirectorySent<string>>;
  suspendAccess(parameters: DirectorySuspendAccessParameters): Promise<DirectorySent<string>>;
  resumeAccess(parameters: DirectoryResumeAccessParameters): Promise<DirectorySent<string>>;
  revokeAccess(parameters: DirectoryRevokeAccessParameters): Promise<DirectorySent<string>>;
  completeAccess(parameters: DirectoryCompleteAccessParameters): Promise<DirectorySent<string>>;
  expireAccess(parameters: DirectoryExpireAccessParameters): Promise<DirectorySent<string>>;
  disputeRequest(parameters: DirectoryDisputeRequestParameters): Promise<DirectorySent<string>>;
  /** `outcome`: the refusal `stands`, or the provider reviews `again`. */
  mediateRequest(parameters: DirectoryMediateRequestParameters): Promise<DirectorySent<string>>;
  reviewAgain(parameters: DirectoryReviewAgainParameters): Promise<DirectorySent<string>>;
  withdrawRequest(parameters: DirectoryWithdrawRequestParameters): Promise<DirectorySent<string>>;
  /** The consumer has seen the entry's published version, which is not the one it had. */
  confirmChange(parameters: DirectoryConfirmChangeParameters): Promise<DirectorySent<string>>;
  /** The provider's half of a receipt: `hash` and `size` (bytes) of what was delivered under a grant, for how many uses. */
  deliver(parameters: DirectoryDeliverParameters): Promise<DirectorySent<string>>;
  /** The consumer's half: the same hash and size arrived. */
  acknowledge(parameters: DirectoryAcknowledgeParameters): Promise<DirectorySent<string>>;
  refuseDelivery(parameters: DirectoryRefuseDeliveryParameters): Promise<DirectorySent<string>>;
  /** Counts a provisional deadline again after the holiday calendar was set: of `request.<id>`, `entry.<code>` or `correction.<id>`. */
  settleClock(parameters: DirectorySettleClockParameters): Promise<DirectorySent<string>>;
  /** An auditor's remark on a subject such as `request.R1`. */
  remark(parameters: DirectoryRemarkParameters): Promise<DirectorySent<string>>;
  /** What was done to a subject (`request.R1`, `entry.101002/1`, `member.<uid>`, `setting.rule.supply`), oldest first: a JSON array of {subject, revision, action, by, department, at, from, to, reason, basis, tx}. */
  deedsOf(parameters: DirectoryDeedsOfParameters): Promise<string>;
  /** What is overdue now: a JSON array of {subject, rule, due, workingDaysOver, level}. */
  overdue(parameters?: DirectoryOverdueParameters): Promise<string>;
  /** Why a grant does not allow some uses now, as a code; empty when it does. */
  checkGrant(parameters: DirectoryCheckGrantParameters): Promise<string>;
  /** What a consumer has to confirm: {version, fields, due, isOverdue}. */
  pendingChange(parameters: DirectoryPendingChangeParameters): Promise<string>;
  /** End of the last of some working days after a time, Unix seconds. */
  deadlineAfter(parameters: DirectoryDeadlineAfterParameters): Promise<bigint>;
  /** The code for personal data that a text holds; empty when it may go on chain. */
  personalData(parameters: DirectoryPersonalDataParameters): Promise<string>;
  getDepartment(parameters: DirectoryGetDepartmentParameters): Promise<string>;
  getMember(parameters: DirectoryGetMemberParameters): Promise<string>;
  getDuty(parameters: DirectoryGetDutyParameters): Promise<string>;
  getDutiesBelow(parameters: DirectoryGetDutiesBelowParameters): Promise<readonly string[]>;
  getEntry(parameters: DirectoryGetEntryParameters): Promise<string>;
  getContent(parameters: DirectoryGetContentParameters): Promise<string>;
  getEntriesOf(parameters: DirectoryGetEntriesOfParameters): Promise<readonly string[]>;
  getRequest(parameters: DirectoryGetRequestParameters): Promise<string>;
  /** Requests of a department that are not at their end; `side` is consumer or provider. */
  getOpenRequests(parameters: DirectoryGetOpenRequestsParameters): Promise<readonly string[]>;
  getReceipt(parameters: DirectoryGetReceiptParameters): Promise<string>;
  getCorrection(parameters: DirectoryGetCorrectionParameters): Promise<string>;
  getRules(): Promise<string>;
  /** A year's days, `1` for each working day; empty when its calendar was not set. */
  getCalendar(parameters: DirectoryGetCalendarParameters): Promise<string>;
  getIssuer(parameters: DirectoryGetIssuerParameters): Promise<string>;
}

/** The contract `directory` as one member sees it. Errors: those of `@yanta/sdk`. */
export function createDirectoryClient(client: Client, contract = "directory"): DirectoryClient {
  return {
    init_contract: async (parameters) => toSent(await invokeContract(client, { contract, method: "init_contract", parameters: encode({ ...parameters }) }), toNothing),
    setIssuer: async (parameters) => toSent(await invokeContract(client, { contract, method: "setIssuer", parameters: encode({ ...parameters }) }), toText),
    setCalendar: async (parameters) => toSent(await invokeContract(client, { contract, method: "setCalendar", parameters: encode({ ...parameters }) }), toNumber),
    setRule: async (parameters) => toSent(await invokeContract(client, { contract, method: "setRule", parameters: encode({ ...parameters }) }), toText),
    registerDepartment: async (parameters) => toSent(await invokeContract(client, { contract, method: "registerDepartment", parameters: encode({ ...parameters }) }), toText),
    leaveDepartment: async (parameters) => toSent(await invokeContract(client, { contract, method: "leaveDepartment", parameters: encode({ ...parameters }) }), toText),
    registerMember: async (parameters) => toSent(await invokeContract(client, { contract, method: "registerMember", parameters: encode({ ...parameters }) }), toText),
    changeMember: async (parameters) => toSent(await invokeContract(client, { contract, method: "changeMember", parameters: encode({ ...parameters }) }), toText),
    putDuty: async (parameters) => toSent(await invokeContract(client, { contract, method: "putDuty", parameters: encode({ ...parameters }) }), toText),
    importEntries: async (parameters) => toSent(await invokeContract(client, { contract, method: "importEntries", parameters: encode({ ...parameters }) }), toNumber),
    submitEntry: async (parameters) => toSent(await invokeContract(client, { contract, method: "submitEntry", parameters: encode({ ...parameters }) }), toText),
    submitEntries: async (parameters) => toSent(await invokeContract(client, { contract, method: "submitEntries", parameters: encode({ ...parameters }) }), toNumber),
    reviewEntry: async (parameters) => toSent(await invokeContract(client, { contract, method: "reviewEntry", parameters: encode({ ...parameters }) }), toText),
    reviewEntries: async (parameters) => toSent(await invokeContract(client, { contract, method: "reviewEntries", parameters: encode({ ...parameters }) }), toNumber),
    unpublishEntry: async (parameters) => toSent(await invokeContract(client, { contract, method: "unpublishEntry", parameters: encode({ ...parameters }) }), toText),
    openCorrection: async (parameters) => toSent(await invokeContract(client, { contract, method: "openCorrection", parameters: encode({ ...parameters }) }), toText),
    answerCorrection: async (parameters) => toSent(await invokeContract(client, { contract, method: "answerCorrection", parameters: encode({ ...parameters }) }), toText),
    endCorrection: async (parameters) => toSent(await invokeContract(client, { contract, method: "endCorrection", parameters: encode({ ...parameters }) }), toText),
    submitRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "submitRequest", parameters: encode({ ...parameters }) }), toText),
    resubmitRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "resubmitRequest", parameters: encode({ ...parameters }) }), toText),
    takeRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "takeRequest", parameters: encode({ ...parameters }) }), toText),
    passRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "passRequest", parameters: encode({ ...parameters }) }), toText),
    returnRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "returnRequest", parameters: encode({ ...parameters }) }), toText),
    rejectRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "rejectRequest", parameters: encode({ ...parameters }) }), toText),
    approveRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "approveRequest", parameters: encode({ ...parameters }) }), toText),
    signAgreement: async (parameters) => toSent(await invokeContract(client, { contract, method: "signAgreement", parameters: encode({ ...parameters }) }), toText),
    grantAccess: async (parameters) => toSent(await invokeContract(client, { contract, method: "grantAccess", parameters: encode({ ...parameters }) }), toText),
    activateAccess: async (parameters) => toSent(await invokeContract(client, { contract, method: "activateAccess", parameters: encode({ ...parameters }) }), toText),
    suspendAccess: async (parameters) => toSent(await invokeContract(client, { contract, method: "suspendAccess", parameters: encode({ ...parameters }) }), toText),
    resumeAccess: async (parameters) => toSent(await invokeContract(client, { contract, method: "resumeAccess", parameters: encode({ ...parameters }) }), toText),
    revokeAccess: async (parameters) => toSent(await invokeContract(client, { contract, method: "revokeAccess", parameters: encode({ ...parameters }) }), toText),
    completeAccess: async (parameters) => toSent(await invokeContract(client, { contract, method: "completeAccess", parameters: encode({ ...parameters }) }), toText),
    expireAccess: async (parameters) => toSent(await invokeContract(client, { contract, method: "expireAccess", parameters: encode({ ...parameters }) }), toText),
    disputeRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "disputeRequest", parameters: encode({ ...parameters }) }), toText),
    mediateRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "mediateRequest", parameters: encode({ ...parameters }) }), toText),
    reviewAgain: async (parameters) => toSent(await invokeContract(client, { contract, method: "reviewAgain", parameters: encode({ ...parameters }) }), toText),
    withdrawRequest: async (parameters) => toSent(await invokeContract(client, { contract, method: "withdrawRequest", parameters: encode({ ...parameters }) }), toText),
    confirmChange: async (parameters) => toSent(await invokeContract(client, { contract, method: "confirmChange", parameters: encode({ ...parameters }) }), toText),
    deliver: async (parameters) => toSent(await invokeContract(client, { contract, method: "deliver", parameters: encode({ ...parameters }) }), toText),
    acknowledge: async (parameters) => toSent(await invokeContract(client, { contract, method: "acknowledge", parameters: encode({ ...parameters }) }), toText),
    refuseDelivery: async (parameters) => toSent(await invokeContract(client, { contract, method: "refuseDelivery", parameters: encode({ ...parameters }) }), toText),
    settleClock: async (parameters) => toSent(await invokeContract(client, { contract, method: "settleClock", parameters: encode({ ...parameters }) }), toText),
    remark: async (parameters) => toSent(await invokeContract(client, { contract, method: "remark", parameters: encode({ ...parameters }) }), toText),
    deedsOf: async (parameters) => toText((await queryContract(client, { contract, method: "deedsOf", parameters: encode({ ...parameters }) })).result),
    overdue: async (parameters = {}) => toText((await queryContract(client, { contract, method: "overdue", parameters: encode({ ...parameters }) })).result),
    checkGrant: async (parameters) => toText((await queryContract(client, { contract, method: "checkGrant", parameters: encode({ ...parameters }) })).result),
    pendingChange: async (parameters) => toText((await queryContract(client, { contract, method: "pendingChange", parameters: encode({ ...parameters }) })).result),
    deadlineAfter: async (parameters) => toBigint((await queryContract(client, { contract, method: "deadlineAfter", parameters: encode({ ...parameters }) })).result),
    personalData: async (parameters) => toText((await queryContract(client, { contract, method: "personalData", parameters: encode({ ...parameters }) })).result),
    getDepartment: async (parameters) => toText((await queryContract(client, { contract, method: "getDepartment", parameters: encode({ ...parameters }) })).result),
    getMember: async (parameters) => toText((await queryContract(client, { contract, method: "getMember", parameters: encode({ ...parameters }) })).result),
    getDuty: async (parameters) => toText((await queryContract(client, { contract, method: "getDuty", parameters: encode({ ...parameters }) })).result),
    getDutiesBelow: async (parameters) => toTexts((await queryContract(client, { contract, method: "getDutiesBelow", parameters: encode({ ...parameters }) })).result),
    getEntry: async (parameters) => toText((await queryContract(client, { contract, method: "getEntry", parameters: encode({ ...parameters }) })).result),
    getContent: async (parameters) => toText((await queryContract(client, { contract, method: "getContent", parameters: encode({ ...parameters }) })).result),
    getEntriesOf: async (parameters) => toTexts((await queryContract(client, { contract, method: "getEntriesOf", parameters: encode({ ...parameters }) })).result),
    getRequest: async (parameters) => toText((await queryContract(client, { contract, method: "getRequest", parameters: encode({ ...parameters }) })).result),
    getOpenRequests: async (parameters) => toTexts((await queryContract(client, { contract, method: "getOpenRequests", parameters: encode({ ...parameters }) })).result),
    getReceipt: async (parameters) => toText((await queryContract(client, { contract, method: "getReceipt", parameters: encode({ ...parameters }) })).result),
    getCorrection: async (parameters) => toText((await queryContract(client, { contract, method: "getCorrection", parameters: encode({ ...parameters }) })).result),
    getRules: async () => toText((await queryContract(client, { contract, method: "getRules", parameters: {} })).result),
    getCalendar: async (parameters) => toText((await queryContract(client, { contract, method: "getCalendar", parameters: encode({ ...parameters }) })).result),
    getIssuer: async (parameters) => toText((await queryContract(client, { contract, method: "getIssuer", parameters: encode({ ...parameters }) })).result),
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

const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const toNumber = (bytes: Uint8Array): number => Number(toText(bytes));

const toBigint = (bytes: Uint8Array): bigint => BigInt(toText(bytes));

const toTexts = (bytes: Uint8Array): string[] => JSON.parse(toText(bytes)) as string[];

function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): DirectorySent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: toDirectoryEvents(sent.events) };
}

/** The contract's own events, typed; those of others are left out. */
export function toDirectoryEvents(
  events: readonly { readonly topic: string; readonly eventData: readonly string[] }[],
): DirectoryEvent[] {
  return events.flatMap(({ topic, eventData: data }): DirectoryEvent[] => {
    switch (topic) {
      case "fieldChanged":
        return [{ topic, entry: data[0] ?? "", version: Number(data[1] ?? ""), request: data[2] ?? "", fields: JSON.parse(data[3] ?? "") as string[] }];
      case "correctionChanged":
        return [{ topic, id: data[0] ?? "", entry: data[1] ?? "", state: data[2] ?? "" }];
      case "departmentChanged":
        return [{ topic, code: data[0] ?? "", state: data[1] ?? "", successor: data[2] ?? "" }];
      case "dutyChanged":
        return [{ topic, id: data[0] ?? "", kind: data[1] ?? "", parent: data[2] ?? "" }];
      case "entryChanged":
        return [{ topic, code: data[0] ?? "", version: Number(data[1] ?? ""), from: Number(data[2] ?? ""), to: Number(data[3] ?? ""), revision: Number(data[4] ?? "") }];
      case "memberChanged":
        return [{ topic, uid: data[0] ?? "", department: data[1] ?? "", roles: JSON.parse(data[2] ?? "") as string[], isActive: (data[3] ?? "") === "true" }];
      case "receiptChanged":
        return [{ topic, id: data[0] ?? "", request: data[1] ?? "", state: data[2] ?? "", hash: data[3] ?? "" }];
      case "requestChanged":
        return [{ topic, id: data[0] ?? "", entry: data[1] ?? "", action: data[2] ?? "", from: data[3] ?? "", to: data[4] ?? "", revision: Number(data[5] ?? "") }];
      default:
        return [];
    }
  });
}
