import type { ErrorDetails, ErrorText } from "@yanta/errors";
import type {
  BlockView,
  CallResult,
  ChainTip,
  DevTime,
  InstallRequest,
  LoadReport,
  LogLine,
  MineRequest,
  MiningMode,
  PlaygroundInfo,
  PlaygroundStorage,
  SendOutcome,
  SendRequest,
  Snapshot,
  SnapshotId,
  StateDump,
  StateEntry,
  StateKey,
  StateRange,
  StateRow,
  TraceRequest,
  TraceView,
  TransactionView,
} from "./interface.ts";

export interface OpenRequest {
  readonly name: string;
  readonly storage: PlaygroundStorage;
  readonly start: "resume" | "new";
  /** A dump to begin with. */
  readonly load?: Uint8Array;
}

/** What the page asks of the Worker: one argument, one answer. */
export interface WorkerCalls {
  open(request: OpenRequest): PlaygroundInfo;
  send(request: SendRequest): SendOutcome;
  install(request: InstallRequest): SendOutcome;
  upgrade(request: InstallRequest): SendOutcome;
  query(request: SendRequest): CallResult;
  getTip(): ChainTip;
  getBlock(height: bigint): BlockView | undefined;
  getTransaction(txId: string): TransactionView | undefined;
  getState(key: StateKey): Uint8Array | undefined;
  listState(range: StateRange): readonly StateRow[];
  snapshot(): Snapshot;
  snapshots(): readonly Snapshot[];
  revert(id: SnapshotId): ChainTip;
  revertToHeight(height: bigint): ChainTip;
  reset(): ChainTip;
  time(): DevTime;
  increaseTime(seconds: bigint): DevTime;
  setTime(unixSeconds: bigint): DevTime;
  setNextBlockTime(unixSeconds: bigint): DevTime;
  setBlockInterval(seconds: bigint | undefined): DevTime;
  mining(): MiningMode;
  setMining(mode: MiningMode): MiningMode;
  mine(request: MineRequest | undefined): ChainTip;
  drop(txId: string): boolean;
  setState(entries: readonly StateEntry[]): ChainTip;
  dumpState(): StateDump;
  loadState(dump: StateDump): LoadReport;
  verify(): ChainTip;
  trace(request: TraceRequest): TraceView;
  exportLog(): Uint8Array;
  dump(): Uint8Array;
  close(): void;
}

export type CallName = keyof WorkerCalls;

export type CallArgument<Name extends CallName> = Parameters<WorkerCalls[Name]>[0];
export type CallAnswer<Name extends CallName> = ReturnType<WorkerCalls[Name]>;

/** Page to Worker. */
export type RequestMessage = {
  readonly [Name in CallName]: { readonly id: number; readonly name: Name; readonly argument: CallArgument<Name> };
}[CallName];

/** A CodedError on its way. */
export interface ErrorMessage {
  readonly code: string;
  readonly details: ErrorDetails;
  readonly retryable: boolean;
  readonly en: ErrorText;
  readonly zh: ErrorText;
}

/** Worker to page. */
export type WorkerMessage =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "error"; readonly id: number; readonly error: ErrorMessage }
  | { readonly kind: "block"; readonly block: BlockView }
  | { readonly kind: "log"; readonly line: LogLine }
  | { readonly kind: "failure"; readonly error: ErrorMessage };
