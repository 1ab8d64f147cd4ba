import type { Chain } from "@yanta/chain";

/** What the methods work on. */
export interface RpcContext {
  readonly chains: ReadonlyMap<string, Chain>;
  /** Text of GetChainMakerVersion, e.g. `v2.3.7`. */
  readonly version: string;
  /** Milliseconds SendRequestSync waits for the block (rpc.sync_tx_result_timeout). */
  readonly syncResultTimeoutMs: number;
  /** Unix seconds, for GetSyncState. */
  readonly nowSeconds: () => bigint;
  /** Re-reads the log configuration; a text is what went wrong. */
  readonly refreshLogLevels: () => string | undefined;
  /** Sets debug switches; a text says which one is refused. */
  readonly updateDebug: (pairs: readonly { readonly key: string; readonly value: string }[]) => string | undefined;
  /** Looks for chains added to or removed from the configuration; a text is what went wrong. */
  readonly checkNewChains: () => string | undefined;
  /** Members of the consensus: ids of the validators of a chain, undefined when this node is none of them. */
  readonly validators: (chainId: string) => readonly string[] | undefined;
  /** JSON of the consensus engine's state. */
  readonly consensusState: (chainId: string) => string;
  /** Told of each transaction that was accepted (no refusal) or refused, for log and metric. */
  readonly onDecision?: (txId: string, refusal: string | undefined) => void;
}
