import type { BlockProducer, BlockVerifier, Chain } from "@yanta/chain";
import type { CodedError } from "@yanta/errors";
import type { Consensus } from "../interface.ts";
import type { SoloTime } from "../solo/solo-time.ts";

/**
 * What the adapter asks of a running engine beside ABCI, over its RPC. Implemented by `engine/`. Every call has a deadline of its own
 * and ends early with the signal. All reject with CONSENSUS_ENGINE_UNREACHABLE (retryable) when the engine does not answer.
 */
export interface EngineClient {
  /**
   * Hands one transaction to the engine's mempool and waits for its check (`broadcast_tx_sync`). Resolves also when the engine has it already
   * or the check refused it. Rejects with CONSENSUS_ENGINE_FULL (retryable) when the mempool has no room.
   */
  broadcast(tx: Uint8Array, signal: AbortSignal): Promise<void>;
  /**
   * Header and commit of an engine height: `result.signed_header` of `/commit?height=` as it was parsed from JSON, undefined when the engine
   * has none (not decided yet, or pruned). `parseSignedHeader` of the adapter makes a certificate of it.
   */
  signedHeader(height: bigint, signal: AbortSignal): Promise<unknown>;
  status(signal: AbortSignal): Promise<EngineStatus>;
}

/** What an engine tells of itself (`/status`). */
export interface EngineStatus {
  /** P2P id: hex of 20 bytes. */
  readonly engineNodeId: string;
  /** Height of the last engine block, empty ones included. */
  readonly latestHeight: bigint;
  readonly earliestHeight: bigint;
  /** True while it fetches blocks that others have already decided. */
  readonly isCatchingUp: boolean;
  /** Ed25519 key of this validator, 32 bytes. */
  readonly validatorKey: Uint8Array;
  /** 0 when it is no validator now. */
  readonly votingPower: bigint;
}

/**
 * The statement that an engine key belongs to a node, made by the key of the node id. `engine/engine-binding.ts` has the signed message
 * (`engineBindingMessage`), the check against a chain's configuration (`engineBindingFault`) and the JSON form (`readEngineBinding`).
 * Engine genesis carries the first ones: `app_state` is `{"bindings": [...]}` in that form.
 */
export type { EngineBinding } from "./engine/engine-binding.ts";

export interface CometbftOptions {
  readonly chain: Chain;
  readonly producer: BlockProducer;
  readonly verifier: BlockVerifier;
  readonly engine: EngineClient;
  /** Where the engine finds us (`proxy_app`): `unix:///path` or `tcp://host:port`; a TCP port of 0 is chosen by the system. */
  readonly abciAddress: string;
  /** `app_state` of the engine's genesis, parsed from JSON. */
  readonly appState: unknown;
  /** Folder in which the blocks of a snapshot gather while this node joins; without it the node takes no snapshots. */
  readonly snapshotFolder?: string;
  /**
   * How many of its own blocks the engine keeps; all when absent or 0. More stay where a snapshot on offer needs them; none goes from a node that
   * offers no snapshot.
   */
  readonly keepEngineBlocks?: bigint;
  /** Whether an engine that no binding of the chain names may connect all the same: this node's operator knows it. None when absent. */
  readonly mayConnect?: (peerId: string) => boolean;
  readonly time: SoloTime;
  /** Told once when this node can no longer follow the engine; it has stopped answering then. */
  readonly onFailure: (error: unknown) => void;
  /** Told each time a block could not be stored for now (the disk is full); it is tried again after `stallRetryMs`. */
  readonly onStall?: (error: CodedError) => void;
  /** Told what an operator may want to see: a refused proposal, an engine that does not answer. Texts are constants, the rest are fields. */
  readonly onNotice?: (text: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** Our side of a CometBFT engine. Start it before the engine; stop the engine before it. */
export interface CometbftConsensus extends Consensus {
  readonly kind: "cometbft";
  /** Where it listens, with the port that was chosen; valid after `start`. */
  readonly address: string;
  view(): CometbftView;
  /** CONSENSUS_CLOCK_BEHIND while this node's clock lies too far behind those of the others. */
  clockFault(): CodedError | undefined;
}

/** Where the adapter stands. */
export interface CometbftView {
  /** Engine height of the last block of ours; 0 before the first. */
  readonly engineHeight: bigint;
  readonly blockHeight: bigint;
  /** Number of ABCI connections: 4 while an engine is attached. */
  readonly connectionCount: number;
}
