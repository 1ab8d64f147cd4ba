import type { TracedInstructionStep } from "@yanta/chain";
import type { MiningMode } from "@yanta/consensus";
import type { DevTime, DevTip, LoadReport, MineRequest, Snapshot, SnapshotId, StateDump } from "@yanta/dev-chain";

export type { MiningMode } from "@yanta/consensus";
export type { DevTime, LoadReport, MineRequest, Snapshot, SnapshotId, StateDump } from "@yanta/dev-chain";

/** Someone of the tab's four organisations, e.g. `{ orgId: "wx-org1.chainmaker.org", name: "admin1" }`. */
export interface MemberName {
  readonly orgId: string;
  /** `admin1`, `client1`, `light1` or `consensus1`. */
  readonly name: string;
}

/** Someone with the address that contracts see them by. */
export interface PlaygroundMember extends MemberName {
  /** 40 lower-case hex digits. */
  readonly address: string;
}

/** Parameters of a call; texts become UTF-8. */
export type CallParameters = Readonly<Record<string, string | Uint8Array>>;

/** A transaction to sign with keys of the tab and to put into a block. */
export interface SendRequest {
  readonly contract: string;
  readonly method: string;
  readonly parameters?: CallParameters;
  /** `client1` of the first organisation when absent. */
  readonly sender?: MemberName;
  /** Who endorses, for methods whose policy asks for more than the sender. */
  readonly endorsers?: readonly MemberName[];
  /** Current ChainConfig.sequence + 1 for changes of the chain configuration, else left out. */
  readonly sequence?: bigint;
}

/** A contract to install or to replace by another version. */
export interface InstallRequest {
  readonly name: string;
  readonly version: string;
  /** Enum name of the runtime, e.g. `WASMER`. */
  readonly runtime: string;
  readonly bytecode: Uint8Array;
  /** Given to init_contract or upgrade. */
  readonly parameters?: CallParameters;
}

export interface EventView {
  readonly txId: string;
  readonly contract: string;
  readonly topic: string;
  readonly data: readonly string[];
}

/** What a contract call came to, in ChainMaker's codes. */
export interface CallResult {
  readonly txId: string;
  /** TxStatusCode; 0 = success. */
  readonly code: number;
  readonly message: string;
  /** contract_result.code; 0 = success. */
  readonly contractCode: number;
  readonly contractMessage: string;
  readonly result: Uint8Array;
  readonly gasUsed: bigint;
  readonly events: readonly EventView[];
}

/** A transaction in a block. */
export interface TransactionView extends CallResult {
  readonly height: bigint;
  readonly index: number;
  readonly contract: string;
  readonly method: string;
  readonly senderOrgId: string;
}

/** Somebody who signed, as the certificate names them, e.g. `admin1.sign.wx-org1.chainmaker.org`. */
export interface SignerView {
  readonly orgId: string;
  readonly commonName: string;
}

/** What was signed for a transaction in a block. */
export interface SignedRequestView {
  readonly txId: string;
  readonly contract: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, Uint8Array>>;
  /** Unix seconds, by the sender's clock. */
  readonly timestamp: bigint;
  /** Undefined for the first block's transaction and for one of an Ethereum account. */
  readonly sender: SignerView | undefined;
  readonly endorsers: readonly SignerView[];
}

/**
 * What became of a transaction. A refused one never reached a block; a committed one may have failed by its `code`; one that waits
 * comes with the next block, where blocks are not made by themselves.
 */
export type SendOutcome =
  | ({ readonly kind: "committed" } & TransactionView)
  | { readonly kind: "refused"; readonly txId: string; readonly code: number; readonly message: string }
  | { readonly kind: "waiting"; readonly txId: string };

export interface BlockView {
  readonly height: bigint;
  /** Hex. */
  readonly hash: string;
  readonly previousHash: string;
  /** Unix seconds. */
  readonly timestamp: bigint;
  readonly txs: readonly TransactionView[];
}

/** A key of a contract's state as the contract names it; `field` is joined as ChainMaker joins it. */
export interface StateKey {
  readonly contract: string;
  readonly key: string;
  readonly field?: string;
}

export interface StateRange {
  readonly contract: string;
  /** What keys begin with; all keys when absent. */
  readonly prefix?: string;
  /** Most rows to return, at most `stateRowsMax`, which is also the default. */
  readonly limit?: number;
}

export interface StateRow {
  /** Key, and field behind `#` when there is one. */
  readonly key: string;
  readonly value: Uint8Array;
}

/** A key of a contract's state and its new value; an empty one deletes. */
export interface StateEntry extends StateKey {
  readonly value: string | Uint8Array;
}

export type ChainTip = DevTip;

/** What a playground is after opening. */
export interface PlaygroundInfo {
  readonly chainId: string;
  /** Of the first block, hex: names this chain and its organisations. */
  readonly genesisHash: string;
  /** Members of all four organisations. */
  readonly members: readonly PlaygroundMember[];
  /** False when a stored chain goes on. */
  readonly isNew: boolean;
  readonly tip: ChainTip;
  /** Milliseconds that opening took in the Worker. */
  readonly bootMs: number;
}

/** A text that a contract logged: while a block was made, or in a query. */
export interface LogLine {
  readonly txId: string;
  readonly contract: string;
  readonly text: string;
}

/** One call of a contract in a trace, with all that it did. Long values are cut. */
export interface CallTrace {
  readonly kind: "call";
  /** Empty when there is no contract of the name. */
  readonly contract: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, Uint8Array>>;
  /** TxStatusCode; 0 = success. */
  readonly code: number;
  readonly contractCode: number;
  readonly message: string;
  readonly result: Uint8Array;
  /** With the calls that it made. */
  readonly gasUsed: bigint;
  readonly events: readonly EventView[];
  readonly steps: readonly TraceStep[];
}

/** What happened in a call, in its order. A read without a value found nothing, a write without one deletes. */
export type TraceStep =
  | CallTrace
  | {
      readonly kind: "host-call";
      readonly name: string;
      readonly arguments: readonly { readonly name: string; readonly value: string | number | Uint8Array }[];
      readonly gasUsed: number;
      readonly result: Uint8Array | undefined;
      readonly failure: string | undefined;
      readonly steps: readonly TraceStep[];
    }
  | {
      readonly kind: "read" | "write";
      readonly contract: string;
      readonly key: string;
      readonly value: Uint8Array | undefined;
    }
  | { readonly kind: "range"; readonly contract: string; readonly start: string; readonly limit: string }
  | { readonly kind: "history"; readonly contract: string; readonly key: string }
  | { readonly kind: "log"; readonly contract: string; readonly text: string }
  | TracedInstructionStep;

/** What a past transaction did, by executing it again. */
export type TraceView =
  | {
      readonly kind: "trace";
      readonly txId: string;
      readonly height: bigint;
      /** Of the sender, as contracts saw it. */
      readonly senderAddress: string;
      /** Undefined when the transaction was refused before a contract ran. */
      readonly call: CallTrace | undefined;
      /** True when steps are missing because there were too many. */
      readonly isCut: boolean;
    }
  | { readonly kind: "unknown"; readonly txId: string; readonly reason: string };

export interface TraceRequest {
  readonly txId: string;
  /** With the EVM's instructions: false when absent. */
  readonly instructions?: boolean;
}

export type PlaygroundStorage = "opfs" | "memory";

/** A chain in a browser's tab, with the controls of development chains. Every promise rejects with a CodedError. */
export interface Playground {
  readonly info: PlaygroundInfo;
  /** Signs a transaction, sends it and waits for its block. */
  send(request: SendRequest): Promise<SendOutcome>;
  /** Installs a contract; administrators of all organisations sign. */
  install(request: InstallRequest): Promise<SendOutcome>;
  /** Replaces a contract's code by another version; its state stays. */
  upgrade(request: InstallRequest): Promise<SendOutcome>;
  /** Runs a method on the last state; nothing is kept. */
  query(request: Omit<SendRequest, "endorsers" | "sequence">): Promise<CallResult>;
  getTip(): Promise<ChainTip>;
  getBlock(height: bigint): Promise<BlockView | undefined>;
  getTransaction(txId: string): Promise<TransactionView | undefined>;
  getState(key: StateKey): Promise<Uint8Array | undefined>;
  /** Rows in order of their keys. */
  listState(range: StateRange): Promise<readonly StateRow[]>;
  /** Remembers chain, clock and mining until the playground is closed. */
  snapshot(): Promise<Snapshot>;
  snapshots(): Promise<readonly Snapshot[]>;
  /** Removes all blocks since a snapshot for good. Later snapshots are void; this one can be used again. */
  revert(id: SnapshotId): Promise<ChainTip>;
  /** Removes all blocks above a height for good. */
  revertToHeight(height: bigint): Promise<ChainTip>;
  /** Removes all blocks but the first. Organisations and keys stay; clock and mining are those of a new chain. */
  reset(): Promise<ChainTip>;
  time(): Promise<DevTime>;
  /** Moves the chain's clock forward; back as far as the last block. */
  increaseTime(seconds: bigint): Promise<DevTime>;
  /** Sets the chain's clock, which goes on from there. */
  setTime(unixSeconds: bigint): Promise<DevTime>;
  /** The next block gets exactly this time, and the clock goes on from there. */
  setNextBlockTime(unixSeconds: bigint): Promise<DevTime>;
  /** Each block comes so many seconds after the one before; undefined lets time run. */
  setBlockInterval(seconds: bigint | undefined): Promise<DevTime>;
  mining(): Promise<MiningMode>;
  /** When blocks are made. Unless by themselves (`auto`, as at first), `send` does not wait for them. */
  setMining(mode: MiningMode): Promise<MiningMode>;
  /** Makes blocks now, empty ones when nothing waits. */
  mine(request?: MineRequest): Promise<ChainTip>;
  /** Takes a transaction that waits out of the pool; false when it is not there. */
  drop(txId: string): Promise<boolean>;
  /** Writes rows of contracts' states in a block of its own. */
  setState(entries: readonly StateEntry[]): Promise<ChainTip>;
  /** The whole state as plain JSON. */
  dumpState(): Promise<StateDump>;
  /** Writes the rows of such a dump over the state, in blocks of their own; configuration and certificates stay. */
  loadState(dump: StateDump): Promise<LoadReport>;
  /** Executes every block again from its bytes and compares hashes; returns the last one. */
  verify(): Promise<ChainTip>;
  /** Executes a past transaction again and tells the tree of what it did. */
  trace(request: TraceRequest): Promise<TraceView>;
  /** All blocks as one file without private keys: what `replayLog` takes. */
  exportLog(): Promise<Uint8Array>;
  /** All blocks and all private keys as one file: what `openPlayground` takes as `load`. */
  dump(): Promise<Uint8Array>;
  /** Told of each new block, in order. Returns the function that removes the listener. */
  onBlock(listener: (block: BlockView) => void): () => void;
  /** Told of each event of a contract, in order. */
  onEvent(listener: (event: EventView) => void): () => void;
  /** Told of each text that a contract logs. */
  onLog(listener: (line: LogLine) => void): () => void;
  /** Told when blocks cannot be stored for now, or no more at all. */
  onFailure(listener: (error: Error) => void): () => void;
  /** Ends the chain after the block under way, then the Worker. */
  close(): Promise<void>;
}
