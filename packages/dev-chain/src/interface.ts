import type { CommittedTx, TxRefusal } from "@yanta/chain";
import type { MiningMode } from "@yanta/consensus";
import type { Certificate, PrivateKey } from "@yanta/crypto";
import type { StateWrite } from "@yanta/storage";

/** Where a chain stands. */
export interface DevTip {
  readonly height: bigint;
  /** 64 hex digits. */
  readonly hash: string;
  /** Unix seconds of the last block. */
  readonly timestamp: bigint;
}

/** Number of a snapshot within the run of a chain; counts from 1. */
export type SnapshotId = number;

/** A remembered point of the chain. It lives as long as the process; a height outlives it. */
export interface Snapshot extends DevTip {
  readonly id: SnapshotId;
}

/** The chain's clock: what blocks, timestamp windows and certificates are judged by. */
export interface DevTime {
  /** Unix seconds that a block made now would have. */
  readonly now: bigint;
  /** How far the chain's clock is ahead of the machine's, in seconds; negative when it is behind. */
  readonly offsetSeconds: bigint;
  /** Seconds from one block to the next when that is fixed. */
  readonly blockIntervalSeconds: bigint | undefined;
}

/** Someone of an organisation. A name that the organisation does not have yet becomes a new member of the given role. */
export interface DevMemberName {
  /** E.g. `wx-org2.chainmaker.org`. */
  readonly orgId: string;
  /** E.g. `admin1` or `zhang-san`. */
  readonly name: string;
  /** Role of a new member, `client` when absent. */
  readonly role?: "admin" | "client" | "light";
}

/** A member with its signing key. */
export interface DevMember {
  readonly orgId: string;
  readonly name: string;
  readonly certificate: Certificate;
  readonly privateKey: PrivateKey;
}

/** Keys and authorities of a dev chain's organisations, by whoever made them. */
export interface DevMembers {
  /** The member, issued by its organisation's authority when there is none of the name. Throws DEV_CHAIN_MEMBER_UNKNOWN. */
  find(name: DevMemberName): DevMember;
  /** Members whose keys are there. */
  list(): readonly Required<Pick<DevMemberName, "orgId" | "name">>[];
}

/** A transaction that the node signs for others. */
export interface DevCall {
  readonly sender: DevMemberName;
  readonly endorsers?: readonly DevMemberName[];
  readonly contract: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, Uint8Array>>;
  /** ChainConfig.sequence + 1 for changes of the chain configuration. */
  readonly sequence?: bigint;
}

/** What became of it. */
export type DevOutcome =
  | ({ readonly kind: "committed"; readonly txId: string } & CommittedTx)
  | ({ readonly kind: "refused"; readonly txId: string } & TxRefusal)
  /** It waits in the pool, because blocks are made by hand only. */
  | { readonly kind: "waiting"; readonly txId: string };

/** A whole state as plain JSON; bytes are hex. Rows are sorted by contract, then by key. */
export interface StateDump {
  readonly format: 1;
  readonly chainId: string;
  readonly height: string;
  readonly rows: readonly (readonly [contract: string, key: string, value: string])[];
}

export interface LoadReport {
  /** Rows that the chain did not have so. */
  readonly written: number;
  readonly unchanged: number;
  /** Rows of configuration and certificates, which stay the chain's own. */
  readonly skipped: number;
}

/** Blocks to make. */
export interface MineRequest {
  /** 1 when absent, at most `minedBlocksMax`. */
  readonly blocks?: number;
  /** Seconds from each block to the next. */
  readonly intervalSeconds?: bigint;
}

/**
 * What only a development chain can do: a chain whose genesis has the flag `dev_controls` and one node
 * (docs/adr/0011-dev-chain-controls.md). Everything leaves a chain that another node can execute again to the same hashes.
 *
 * Calls that change the chain run one after the other, each between two blocks. They reject with a CodedError of
 * `devChainErrors` or of storage.
 */
export interface DevControls {
  readonly members: DevMembers;

  /** Remembers the chain, its clock and the way blocks are made. Errors: DEV_CHAIN_SNAPSHOTS_FULL. */
  snapshot(): Promise<Snapshot>;
  snapshots(): readonly Snapshot[];
  /** Forgets a snapshot; false when there is none of the number. */
  forget(id: SnapshotId): boolean;
  /**
   * Removes all blocks since a snapshot for good and sets clock and mining as they were. Transactions that wait are dropped, later
   * snapshots are void, this one can be used again. Errors: DEV_CHAIN_SNAPSHOT_UNKNOWN.
   */
  revert(id: SnapshotId): Promise<DevTip>;
  /** Removes all blocks above a height. Errors: DEV_CHAIN_HEIGHT_UNKNOWN. */
  revertToHeight(height: bigint): Promise<DevTip>;
  /** Removes all blocks but the first, of a fork all but the first own one; clock and mining are those of a new chain. */
  reset(): Promise<DevTip>;

  time(): DevTime;
  /** Moves the clock forward, also negative seconds back as far as the last block. */
  increaseTime(seconds: bigint): DevTime;
  /** Sets the clock; it goes on from there. Errors: DEV_CHAIN_TIME_BEFORE_HEAD. */
  setTime(unixSeconds: bigint): DevTime;
  /** The next block gets exactly this time, and the clock goes on from there. Errors: DEV_CHAIN_TIME_BEFORE_HEAD. */
  setNextBlockTime(unixSeconds: bigint): DevTime;
  /** Each block comes so many seconds after the one before; undefined lets time run. */
  setBlockInterval(seconds: bigint | undefined): DevTime;

  mining(): MiningMode;
  setMining(mode: MiningMode): void;
  /** Makes blocks now, empty ones when nothing waits. Errors: DEV_CHAIN_MINE_TOO_MANY. */
  mine(request?: MineRequest): Promise<DevTip>;
  /** Takes a transaction that waits out of the pool; false when it is not there. */
  drop(txId: string): boolean;
  dropAll(): void;

  /** Writes rows of the state in a block of its own; an empty value deletes. Errors: DEV_CHAIN_STATE_REFUSED. */
  setState(writes: readonly StateWrite[]): Promise<DevTip>;
  dump(): StateDump;
  /** Writes the rows of a dump over the state. Errors: DEV_CHAIN_DUMP_INVALID. */
  load(dump: StateDump): Promise<LoadReport>;

  /** Signs and sends a transaction as members of any organisations, and waits for its block. */
  send(call: DevCall): Promise<DevOutcome>;
  /** Ethereum addresses (40 lower-case hex digits) whose transactions need no signature. */
  readonly impersonated: ReadonlySet<string>;
  impersonate(address: string): void;
  stopImpersonating(address: string): void;
  /** Whether every address counts as impersonated. */
  impersonatesAll: boolean;
}
