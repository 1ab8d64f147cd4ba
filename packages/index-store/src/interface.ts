import type { Transaction, TxWrite } from "@yanta/protocol";

/** A value of a statement's parameter; objects are given as JSON text. */
export type SqlValue = string | number | bigint | boolean | null | readonly string[] | readonly number[];

/** Runs statements of PostgreSQL's SQL; tables are those of one schema. */
export interface Sql {
  /** One statement, its values as `$1`, `$2` …. Whole numbers of 64 bits come as numbers, JSON as its value. */
  query<Row extends object>(statement: string, values?: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Several statements without values, separated by semicolons. */
  run(script: string): Promise<void>;
}

/** A database that holds what was derived from a chain. It is never the truth. */
export interface IndexStore extends Sql {
  readonly kind: "embedded" | "server";
  /** Name of the live schema, in which `query` and `run` look. */
  readonly schema: string;
  /** All or nothing, in the live schema or in another one. A rejection of `work` undoes everything and is passed on. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>, schema?: string): Promise<Result>;
  close(): Promise<void>;
}

/** A block as projections read it. */
export interface IndexedBlock {
  readonly height: bigint;
  /** Hex. */
  readonly hash: string;
  /** Hex; of the genesis block as the chain has it. */
  readonly previousHash: string;
  /** Unix seconds. */
  readonly unixSeconds: bigint;
  readonly txs: readonly IndexedTx[];
}

export interface IndexedTx {
  readonly txId: string;
  /** Whether it did what it should: only then it has writes and events. */
  readonly isDone: boolean;
  readonly transaction: Transaction;
  readonly writes: readonly TxWrite[];
  readonly events: readonly IndexedEvent[];
}

export interface IndexedEvent {
  readonly contract: string;
  readonly topic: string;
  readonly data: readonly string[];
}

/** Derives tables from blocks. The same blocks give the same tables, whatever batches they come in. */
export interface Projection {
  readonly name: string;
  /** Grows when the same blocks give other tables than before: the index is then rebuilt from the chain. */
  readonly version: number;
  /** Scripts that make the tables, oldest first; one that has been shipped never changes. */
  readonly migrations: readonly string[];
  /** Applies blocks, in order and without gaps; the follower writes its cursor in the same transaction. */
  apply(sql: Sql, blocks: readonly IndexedBlock[]): Promise<void>;
}

/** Up to where an index has read its chain. */
export interface Cursor {
  readonly chainId: string;
  /** Hex of block 0. */
  readonly genesisHash: string;
  readonly height: bigint;
  /** Hex of the block at this height. */
  readonly hash: string;
  readonly unixSeconds: bigint;
}
