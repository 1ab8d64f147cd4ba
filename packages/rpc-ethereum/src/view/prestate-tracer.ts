import { type BinaryString, bytesToUint64Be, emptyBytes, equalBytes, textToBinaryString } from "@yanta/bytes";
import {
  callsWithin,
  type EthereumMessage,
  ethereumAccounts,
  type ExecutionTrace,
  type TracedCall,
} from "@yanta/chain";
import {
  type Contract,
  contractKey,
  ContractSchema,
  ContractStatus,
  decodeMessage,
  RuntimeType,
} from "@yanta/protocol";
import { toData, toWord } from "../json-rpc/hex.ts";
import { contractAddressOf } from "./contracts.ts";

const contractManager = "CONTRACT_MANAGE";
const zeroAddress = "0".repeat(40);
const addressPattern = /^[0-9a-f]{40}$/;
/** A storage slot as the state names it. Spec: vm.md §5.3. */
const slotPattern = /^([0-9a-f]{2}){0,32}$/;

export interface PrestateOptions {
  /** What the transaction changed, before and after, instead of all that it looked at. */
  readonly diffMode: boolean;
  readonly disableCode: boolean;
  readonly disableStorage: boolean;
  /** Also accounts that were not there before. */
  readonly includeEmpty: boolean;
}

/** The state before or after a transaction. */
type State = (contract: string, key: BinaryString) => Uint8Array | undefined;

interface Account {
  readonly nonce: bigint;
  readonly code: Uint8Array;
  /** Values of the slots that the transaction touched. */
  readonly storage: ReadonlyMap<BinaryString, bigint>;
}

/**
 * A trace as go-ethereum's prestateTracer tells it: accounts that the transaction touched, with nonce, code and storage of contracts of the
 * EVM. Balances are 0; rows of other runtimes' contracts are no storage slots and left out.
 */
export function toPrestate(
  trace: ExecutionTrace,
  message: Pick<EthereumMessage, "from" | "to"> | undefined,
  options: PrestateOptions,
): Record<string, unknown> {
  const after = stateAfter(trace);
  const slots = touchedSlots(trace);
  const pre: Record<string, unknown> = {};
  const post: Record<string, unknown> = {};
  for (const address of touchedAddresses(trace, after, message)) {
    const was = readAccount(trace.before, address, slots);
    const is = options.diffMode ? readAccount(after, address, slots) : was;
    const change = options.diffMode ? changeOf(was, is, options) : undefined;
    if (options.diffMode && change === undefined) continue;
    if (change !== undefined) post[`0x${address}`] = change;
    if (options.includeEmpty || !isEmpty(was)) pre[`0x${address}`] = accountToJson(was, is, options);
  }
  return options.diffMode ? { post, pre } : pre;
}

function stateAfter({ before, set }: ExecutionTrace): State {
  const written = new Map(set.writes.map(({ contract, key, value }) => [`${contract}#${key}`, value]));
  return (contract, key) => written.get(`${contract}#${key}`) ?? before(contract, key);
}

function touchedSlots({ set }: ExecutionTrace): ReadonlyMap<string, ReadonlySet<BinaryString>> {
  const slots = new Map<string, Set<BinaryString>>();
  for (const { contract, key } of [...set.reads, ...set.writes]) {
    if (!slotPattern.test(key)) continue;
    const known = slots.get(contract);
    if (known === undefined) slots.set(contract, new Set([key]));
    else known.add(key);
  }
  return slots;
}

function touchedAddresses(
  { call, codes, senderAddress, set, before }: ExecutionTrace,
  after: State,
  message: Pick<EthereumMessage, "from" | "to"> | undefined,
): ReadonlySet<string> {
  const names = new Set([...codes, ...[...set.reads, ...set.writes].map(({ contract }) => contract)]);
  const contracts = [...names].map((name) => findContract(before, name) ?? findContract(after, name));
  const addresses = [
    message?.from ?? senderAddress,
    message?.to,
    zeroAddress,
    ...[...(call === undefined ? [] : callsOf(call)).map(({ contract }) => contract), ...contracts].map(
      contractAddressOf,
    ),
    ...set.writes.filter(({ contract }) => contract === ethereumAccounts).map(({ key }) => key),
  ];
  return new Set(addresses.filter((address) => address !== undefined && addressPattern.test(address)) as string[]);
}

const callsOf = (call: TracedCall): readonly TracedCall[] => [call, ...callsWithin(call).flatMap(callsOf)];

function findContract(state: State, nameOrAddress: string): Contract | undefined {
  const bytes = state(contractManager, textToBinaryString(contractKey(nameOrAddress)));
  return bytes === undefined || bytes.length === 0 ? undefined : decodeMessage(ContractSchema, bytes);
}

function readAccount(state: State, address: string, slots: ReadonlyMap<string, ReadonlySet<BinaryString>>): Account {
  const nonce = state(ethereumAccounts, textToBinaryString(address));
  const contract = findContract(state, address);
  const isThere = contract?.runtimeType === RuntimeType.EVM && contract.status !== ContractStatus.REVOKED;
  const code = isThere ? state(contractManager, textToBinaryString(`ContractByteCode:${contract.name}`)) : undefined;
  const keys = [...(isThere ? (slots.get(contract.name) ?? []) : [])];
  return {
    nonce: nonce?.length === 8 ? bytesToUint64Be(nonce) : 0n,
    code: code ?? emptyBytes,
    storage: new Map(keys.map((key) => [key, toNumber(state(contract?.name ?? "", key) ?? emptyBytes)])),
  };
}

const toNumber = (bytes: Uint8Array): bigint => (bytes.length === 0 ? 0n : BigInt(toData(bytes)));

const isEmpty = ({ nonce, code }: Account): boolean => nonce === 0n && code.length === 0;

/** What it was; of what was looked at but stays as it is, a difference tells no slots. */
function accountToJson(was: Account, is: Account, options: PrestateOptions): Record<string, unknown> {
  const { diffMode, disableCode, disableStorage } = options;
  const slots = [...was.storage].filter(([key, value]) => !diffMode || (value !== 0n && is.storage.get(key) !== value));
  return {
    balance: "0x0",
    ...(was.nonce === 0n ? {} : { nonce: Number(was.nonce) }),
    ...(was.code.length === 0 || disableCode ? {} : { code: toData(was.code) }),
    ...(slots.length === 0 || disableStorage ? {} : { storage: slotsToJson(slots) }),
  };
}

/** What a transaction made of an account; undefined when that is nothing else than before. */
function changeOf(was: Account, is: Account, options: PrestateOptions): Record<string, unknown> | undefined {
  const hasNewCode = !equalBytes(was.code, is.code) && !options.disableCode;
  const keys = options.disableStorage ? [] : new Set([...was.storage.keys(), ...is.storage.keys()]);
  const changed = [...keys]
    .map((key) => [key, is.storage.get(key) ?? 0n] as const)
    .filter(([key, value]) => (was.storage.get(key) ?? 0n) !== value);
  if (was.nonce === is.nonce && !hasNewCode && changed.length === 0) return undefined;
  const slots = changed.filter(([, value]) => value !== 0n);
  return {
    ...(was.nonce === is.nonce ? {} : { nonce: Number(is.nonce) }),
    ...(hasNewCode ? { code: toData(is.code) } : {}),
    ...(slots.length === 0 ? {} : { storage: slotsToJson(slots) }),
  };
}

const slotsToJson = (slots: readonly (readonly [BinaryString, bigint])[]): Record<string, string> =>
  Object.fromEntries(slots.map(([key, value]) => [toWord(BigInt(`0x${key === "" ? "0" : key}`)), toWord(value)]));
