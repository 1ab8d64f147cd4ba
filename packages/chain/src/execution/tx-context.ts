import { fromBinary } from "@bufbuild/protobuf";
import { type BinaryString, emptyBytes, textToBinaryString } from "@yanta/bytes";
import type { AccessControl, Identity } from "@yanta/identity";
import { AddrType, type ChainConfig, type Contract, ContractSchema, type TxView } from "@yanta/protocol";
import type { KeyModification, LedgerReader } from "@yanta/storage";
import type {
  CallOutcome,
  ContractCallRequest,
  ExecutionTracer,
  HistoryCursor,
  Parameters,
  StateCursor,
} from "@yanta/vm";
import { queryGasMax, rangedWritesMax, txGasMax, txRwsetBytesMax } from "../limits.ts";
import type { BlockState } from "./block-state.ts";
import { callContract, callInstalledContract, type CallingContext } from "./call-contract.ts";
import { type ContractCache, contractBytecodeKey, contractManager, contractRecordKey } from "./contract-cache.ts";
import type { ContractRunner } from "./contract-runner.ts";
import { createHistoryCursor, createStateCursor } from "./state-cursor.ts";
import { type StateRecord, stateKey } from "./state-key.ts";
import { RangesTooLarge, RwsetRecorder } from "./rwset-recorder.ts";
import { versionRules } from "./version-rules.ts";

/** What all transactions of one block share. */
export interface BlockEnvironment {
  readonly blockVersion: number;
  readonly height: bigint;
  /** Whether transactions may set rows and act without a signature: the chain's genesis says so. */
  readonly isDevChain?: boolean;
  /** M(ChainConfig) that the first block of a fork puts into force; undefined in every other block. */
  readonly forkConfig?: Uint8Array | undefined;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly config: ChainConfig;
  readonly accessControl: AccessControl;
  readonly ledger: LedgerReader;
  readonly contracts: ContractCache;
  readonly runner: ContractRunner;
  /** Address of a member by the chain's addr_type. */
  readonly addressOf: (identity: Identity) => string;
  /** Looks on while contracts run; of tools, never of a node. */
  readonly tracer?: ExecutionTracer | undefined;
  /** Receives what contracts log. */
  readonly trace: (txId: string, contract: string, text: string) => void;
  /** Is told of faults in the node's own code that made a transaction fail. */
  readonly onFault: (txId: string, error: unknown) => void;
}

/** What one transaction adds to the block's environment. */
export interface TxScope {
  readonly tx: TxView;
  readonly sender: Identity;
  readonly isQuery: boolean;
  /** Gas that it may use at most, when that is less than usual: the work of somebody who only looks is bounded so. */
  readonly gasMax?: bigint | undefined;
}

/** Who an Ethereum transaction acts for. Addresses are 40 lower-case hex digits. */
export interface EthereumActor {
  readonly sender: string;
  /** Address of the contract that the transaction itself creates. */
  readonly createdAddress: string | undefined;
}

/** The view of the chain that one transaction runs on, and the record of what it did. */
export class TransactionContext implements CallingContext {
  readonly blockVersion: number;
  readonly blockHeight: bigint;
  readonly blockTimestamp: bigint;
  readonly chainConfig: ChainConfig;
  readonly tx: TxView;
  readonly sender: Identity;
  readonly accessControl: AccessControl;
  readonly ledger: LedgerReader;
  readonly isQuery: boolean;
  readonly environment: BlockEnvironment;
  readonly runner: ContractRunner;
  readonly recorder = new RwsetRecorder(txRwsetBytesMax);
  readonly tracer: ExecutionTracer | undefined;
  depth = 0;
  /** True once a range or history was opened: the transaction must run serially, after all others. */
  usedIterator = false;
  readonly #state: BlockState;
  readonly #gasMax: bigint;
  readonly #open: { close(): void }[] = [];
  #rangedWrites = 0;
  #senderAddress: string | undefined;
  #ethereum: EthereumActor | undefined;

  constructor(environment: BlockEnvironment, state: BlockState, scope: TxScope) {
    this.environment = environment;
    this.runner = environment.runner;
    this.tracer = environment.tracer;
    this.blockVersion = environment.blockVersion;
    this.blockHeight = environment.height;
    this.blockTimestamp = environment.timestamp;
    this.chainConfig = environment.config;
    this.accessControl = environment.accessControl;
    this.ledger = environment.ledger;
    this.tx = scope.tx;
    this.sender = scope.sender;
    this.isQuery = scope.isQuery;
    this.#state = state;
    this.#gasMax = scope.gasMax ?? (scope.isQuery ? queryGasMax : txGasMax);
  }

  /** Makes an Ethereum address the sender, as contracts see it. */
  actFor(actor: EthereumActor): void {
    this.#ethereum = actor;
    this.#senderAddress = actor.sender;
  }

  get isEthereum(): boolean {
    return this.#ethereum !== undefined;
  }

  get createdContractAddress(): string | undefined {
    return this.#ethereum?.createdAddress;
  }

  get senderAddress(): string {
    this.#senderAddress ??= this.environment.addressOf(this.sender);
    return this.#senderAddress;
  }

  get gasLimit(): bigint {
    const limit = this.chainConfig.accountConfig?.enableGas === true ? this.tx.payload.limit?.gasLimit : undefined;
    return limit === undefined || limit > this.#gasMax ? this.#gasMax : limit;
  }

  get(contract: string, key: BinaryString): Uint8Array | undefined {
    const name = stateKey(contract, key);
    const own = this.recorder.ownWrite(name);
    if (own !== undefined) {
      if (this.blockVersion < versionRules.ownWritesAreNotRead) this.recorder.recordRead(name, own);
      return valueOrAbsent(own.value);
    }
    const value = this.#state.get(name, contract, key);
    if (!this.recorder.hasRead(name)) this.recorder.recordRead(name, { contract, key, value: value ?? emptyBytes });
    return value;
  }

  peek(contract: string, key: BinaryString): Uint8Array | undefined {
    const name = stateKey(contract, key);
    const own = this.recorder.ownWrite(name);
    return own === undefined ? this.#state.get(name, contract, key) : valueOrAbsent(own.value);
  }

  put(contract: string, key: BinaryString, value: Uint8Array): void {
    this.recorder.recordWrite(stateKey(contract, key), { contract, key, value });
  }

  delete(contract: string, key: BinaryString): void {
    this.put(contract, key, emptyBytes);
  }

  range(contract: string, start: BinaryString, limit: BinaryString): StateCursor {
    this.#beginRange();
    const newer = new Map<BinaryString, StateRecord>();
    for (const write of this.#state.writesInRange(contract, start, limit)) newer.set(write.key, write);
    for (const write of this.recorder.ownWritesInRange(contract, start, limit)) newer.set(write.key, write);
    const cursor = createStateCursor(this.ledger.rangeState(contract, start, limit), newer, ({ key, value }) => {
      this.recorder.recordRead(stateKey(contract, key), { contract, key, value });
    });
    this.#open.push(cursor);
    return cursor;
  }

  history(contract: string, key: BinaryString): HistoryCursor {
    this.#beginRange();
    const newer = this.#state.modifications(contract, key, {
      height: this.blockHeight,
      timestamp: this.blockTimestamp,
    });
    const own = this.recorder.ownWrite(stateKey(contract, key));
    if (own !== undefined) newer.push(this.#ownModification(own.value));
    const cursor = createHistoryCursor(this.ledger.getHistory(contract, key), newer, ({ value }) => {
      this.recorder.recordRead(stateKey(contract, key), { contract, key, value });
    });
    this.#open.push(cursor);
    return cursor;
  }

  findContract(nameOrAddress: string): Contract | undefined {
    const written = this.#writtenContractState(contractRecordKey(plainAddress(nameOrAddress, this.chainConfig)));
    if (written === undefined) return this.environment.contracts.find(plainAddress(nameOrAddress, this.chainConfig));
    return written.length === 0 ? undefined : fromBinary(ContractSchema, written);
  }

  findBytecode(name: string): Uint8Array | undefined {
    const written = this.#writtenContractState(contractBytecodeKey(name));
    return written === undefined ? this.environment.contracts.bytecode(name) : valueOrAbsent(written);
  }

  call(request: ContractCallRequest): CallOutcome {
    return callContract(this, request);
  }

  callInstalled(
    contract: Contract,
    bytecode: Uint8Array,
    method: "init_contract" | "upgrade",
    parameters: Parameters,
    gasUsed: bigint,
  ): CallOutcome {
    return callInstalledContract(this, { contract, bytecode, method, parameters, gasUsed });
  }

  log(contract: string, text: string): void {
    this.environment.trace(this.tx.txId, contract, text);
  }

  /** Errors: RangesTooLarge. */
  #beginRange(): void {
    this.usedIterator = true;
    this.#rangedWrites += this.#state.writeCount + this.recorder.writeCount;
    if (this.#rangedWrites > rangedWritesMax) throw new RangesTooLarge();
  }

  /** Closes what the contract left open. */
  closeCursors(): void {
    for (const cursor of this.#open) cursor.close();
    this.#open.length = 0;
  }

  /** What this block's transactions, this one included, wrote to a contract record; undefined when nothing did. */
  #writtenContractState(text: string): Uint8Array | undefined {
    const key = textToBinaryString(text);
    const name = stateKey(contractManager, key);
    if (this.blockVersion >= versionRules.contractLookupSeesOwnWrites) {
      const own = this.recorder.ownWrite(name);
      if (own !== undefined) return own.value;
    }
    return this.#state.isWritten(name) ? (this.#state.get(name, contractManager, key) ?? emptyBytes) : undefined;
  }

  /** ChainMaker shows the running transaction's own write one block later and without a time. */
  #ownModification(value: Uint8Array): KeyModification {
    return {
      height: this.blockHeight + 1n,
      txIndex: 0,
      txId: this.tx.txId,
      timestamp: 0n,
      value,
      isDelete: value.length === 0,
    };
  }
}

const valueOrAbsent = (value: Uint8Array): Uint8Array | undefined => (value.length === 0 ? undefined : value);

/** ZXL chains write addresses with `ZX` in front and store them without. Spec: system-contracts.md §3. */
function plainAddress(nameOrAddress: string, config: ChainConfig): string {
  return config.vm?.addrType === AddrType.ZXL && /^ZX[0-9a-f]{40}$/.test(nameOrAddress)
    ? nameOrAddress.slice(2)
    : nameOrAddress;
}
