import type { BinaryString } from "@yanta/bytes";
import type { AccessControl, Identity } from "@yanta/identity";
import type { ChainConfig, Contract, ContractEvent, RuntimeType, TxStatusCode, TxView } from "@yanta/protocol";
import type { KeyModification, LedgerReader } from "@yanta/storage";
import type { ExecutionTracer } from "./execution-tracer.ts";

/** Parameters of a call. Iteration order is not significant: encoders sort by key. */
export type Parameters = ReadonlyMap<string, Uint8Array>;

/** What a contract call came to. It becomes common.Result and common.ContractResult. */
export interface CallOutcome {
  /** SUCCESS, or the code that a client sees in Transaction.result.code. */
  readonly status: TxStatusCode;
  /** contract_result.code: 0 = success, 1 = failure (or what vm.md §8 says). */
  readonly code: number;
  readonly result: Uint8Array;
  readonly message: string;
  /** Gas of this call and everything below it, on top of nothing: the caller adds. */
  readonly gasUsed: bigint;
  readonly events: readonly ContractEvent[];
}

export interface StateRow {
  readonly key: BinaryString;
  readonly value: Uint8Array;
}

/** Cursor over state rows; closed by the context when the transaction ends. */
export interface StateCursor {
  /** The next row, undefined at the end. Each returned row enters the read set. */
  next(): StateRow | undefined;
  close(): void;
}

export interface HistoryCursor {
  next(): KeyModification | undefined;
  close(): void;
}

export interface ContractCallRequest {
  /** Name or 40-hex address. */
  readonly contract: string;
  readonly method: string;
  readonly parameters: Parameters;
  /** Gas spent in this transaction before the call. */
  readonly gasUsed: bigint;
  /** The calling contract's record; undefined for the transaction's own call. */
  readonly caller: Contract | undefined;
}

/**
 * One running transaction's view of the chain: reads see its own writes, then earlier transactions of the
 * block, then committed state; reads and writes are recorded as ledger.md §6.1 says. Shared by all runtimes
 * and system contracts. No clock, no randomness, no I/O.
 */
export interface TxContext {
  readonly blockVersion: number;
  readonly blockHeight: bigint;
  /** Unix seconds of the block being built or re-executed. */
  readonly blockTimestamp: bigint;
  readonly chainConfig: ChainConfig;
  readonly tx: TxView;
  /** The transaction's sender. */
  readonly sender: Identity;
  /** Address of the sender by the chain's addr_type (access.md §11). */
  readonly senderAddress: string;
  /** Address of the contract that the transaction itself creates, when that is settled beforehand: by an Ethereum transaction. It is the contract's name, too. */
  readonly createdContractAddress?: string | undefined;
  readonly accessControl: AccessControl;
  /** Committed chain below this block, for CHAIN_QUERY and GET_CHAIN_CONFIG_AT. */
  readonly ledger: LedgerReader;
  /** True for QUERY_CONTRACT: nothing will be kept. */
  readonly isQuery: boolean;
  /** Depth of the running call; 0 = the transaction's own. */
  readonly depth: number;
  /** Gas of the whole transaction, nested calls included: what a call may use is this less the `gasUsed` it begins with. 1e10, or less for queries. */
  readonly gasLimit: bigint;
  /** Present while a past transaction runs again to be looked at. */
  readonly tracer?: ExecutionTracer | undefined;

  /** Recorded read; undefined when absent. */
  get(contract: string, key: BinaryString): Uint8Array | undefined;
  /** Framework look-up that does not enter the read set (contract records, bytecode). */
  peek(contract: string, key: BinaryString): Uint8Array | undefined;
  /** An empty value deletes. */
  put(contract: string, key: BinaryString, value: Uint8Array): void;
  delete(contract: string, key: BinaryString): void;
  /** Keys in [start, limit) of one contract. Marks the transaction as iterator-using. */
  range(contract: string, start: BinaryString, limit: BinaryString): StateCursor;
  history(contract: string, key: BinaryString): HistoryCursor;

  /** Contract record by name or address, unrecorded. */
  findContract(nameOrAddress: string): Contract | undefined;
  /** Stored bytecode, unrecorded. Give the same array each time if you can: runtimes know compiled modules by it, and hash any other. */
  findBytecode(name: string): Uint8Array | undefined;
  /**
   * Runs another contract one level deeper, with `__cross_caller__` (the caller's address) and the injected parameters added.
   * The callee's events are in the outcome, the caller appends them.
   */
  call(request: ContractCallRequest): CallOutcome;
  /**
   * Runs `method` of a contract that is being installed or upgraded, at the current depth + 1
   * (CONTRACT_MANAGE only: the record may not be written yet).
   */
  callInstalled(
    contract: Contract,
    bytecode: Uint8Array,
    method: "init_contract" | "upgrade",
    parameters: Parameters,
    gasUsed: bigint,
  ): CallOutcome;
  /** A contract's debug text; goes to the trace, never into the result. */
  log(contract: string, text: string): void;
}

/** What a runtime gets to run. */
export interface VmCall {
  readonly contract: Contract;
  readonly bytecode: Uint8Array;
  readonly method: string;
  /** The user's parameters plus the injected `__…__` ones (vm.md §8.2). */
  readonly parameters: Parameters;
  readonly gasUsed: bigint;
}

/** A contract runtime. Every implementation passes `vmComplianceSuite`. Calls nest through `TxContext.call`. */
export interface Vm {
  readonly runtimeTypes: readonly RuntimeType[];
  invoke(call: VmCall, context: TxContext): CallOutcome;
  close(): void;
}
