import { create } from "@bufbuild/protobuf";
import { bytesToHex, equalBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { AbciListener, AbciServerOptions } from "../cometbft/abci/abci-server.ts";
import {
  ApplySnapshotChunkResult,
  CheckTxType,
  type FinalizeBlockResponse,
  OfferSnapshotResult,
  ProposalStatus,
  type Request,
  RequestSchema,
  type Response,
  type ValidatorUpdate,
} from "../gen/cometbft/abci_pb.js";

/** A block as engines decide on it. */
export interface FakeEngineBlock {
  readonly height: bigint;
  readonly txs: readonly Uint8Array[];
  /** Unix seconds. */
  readonly seconds: bigint;
}

/** Where an engine can be stopped while it takes a snapshot: its application takes the blocks in, or has them and the engine knows nothing of it. */
export type FakeEngineJoinStop = "adopting" | "adopted";

/** What happens to a newcomer's engine on its way. */
export interface StateSyncOptions {
  /** Changes chunks on their way. */
  readonly spoil?: (chunk: Uint8Array, index: number) => Uint8Array;
  /** Ends it there, as a crash would. */
  readonly stop?: FakeEngineJoinStop | undefined;
}

/** Where an engine can be stopped while it applies a block. */
export type FakeEngineStop = "finalized" | "response-saved" | "committing" | "committed" | "state-saved";

type RequestValue = Exclude<Request["value"], { case: undefined }>;
type ResponseOf<Case extends string> = Extract<Response["value"], { case: Case }>["value"];

/** What a CometBFT engine keeps on disk. */
interface EngineDisk {
  readonly blocks: FakeEngineBlock[];
  stateHeight: bigint;
  appHash: Uint8Array;
  response: { readonly height: bigint; readonly value: FinalizeBlockResponse } | undefined;
}

/**
 * CometBFT as one application sees it, without votes: mempool, proposals, applying of blocks, and the handshake after a crash. What it keeps on disk
 * survives `crash`. It fails a test when the application breaks ABCI's rules. Spec: CometBFT v0.38 spec/abci/abci++_app_requirements.md.
 */
export class FakeEngine {
  readonly disk: EngineDisk = { blocks: [], stateHeight: 0n, appHash: new Uint8Array(), response: undefined };
  /** Waiting transactions in their order of arrival. */
  readonly mempool = new Map<string, Uint8Array>();
  /** Changes of the validators that applied blocks made, by engine height. */
  readonly validatorUpdates = new Map<bigint, readonly ValidatorUpdate[]>();
  validators: readonly ValidatorUpdate[] = [];
  /** Below it the application needs no blocks of the engine any more. */
  retainHeight = 0n;
  /** The application's hash after each height that was applied here. */
  readonly appHashes = new Map<bigint, Uint8Array>();
  readonly #chainId: string;
  readonly #appState: unknown;
  #server: AbciServerOptions | undefined;

  constructor(chainId: string, appState: unknown) {
    this.#chainId = chainId;
    this.#appState = appState;
  }

  /** For `createCometbftConsensus`: the application listens here instead of at a socket. */
  readonly listen = (server: AbciServerOptions): AbciListener => {
    const working = new Set<Promise<unknown>>();
    return {
      address: server.address,
      connectionCount: 4,
      open: async () => {
        this.#server = {
          ...server,
          handle: (request) => {
            const answer = server.handle(request);
            if (!(answer instanceof Promise)) return answer;
            working.add(answer);
            return answer.finally(() => working.delete(answer));
          },
        };
      },
      close: async () => {
        await Promise.allSettled(working);
        this.#server = undefined;
      },
    };
  };

  get isAttached(): boolean {
    return this.#server !== undefined;
  }

  get lastHeight(): bigint {
    return this.disk.stateHeight;
  }

  /** Loses what is in memory. The application goes too when `withNode`. */
  crash(withNode: boolean): void {
    this.mempool.clear();
    if (withNode) this.#server = undefined;
  }

  /** A new engine process opens its connections. */
  reconnected(): void {
    this.#server?.onConnection();
  }

  /** Asks where the application stands and replays what it lacks, as the engine does at its start. */
  async handshake(): Promise<void> {
    const { blocks } = this.disk;
    const info = await this.#ask("info", {});
    const appHeight = info.lastBlockHeight;
    let appHash = info.lastBlockAppHash;
    if (appHeight === 0n) {
      const answer = await this.#ask("initChain", {
        chainId: this.#chainId,
        appStateBytes: new TextEncoder().encode(JSON.stringify(this.#appState)),
        initialHeight: 1n,
      });
      appHash = answer.appHash;
      if (this.disk.stateHeight === 0n) {
        this.disk.appHash = answer.appHash;
        this.validators = answer.validators;
      }
    }
    const storeHeight = BigInt(blocks.length);
    if (appHeight > 0n && appHeight < this.retainHeight - 1n)
      throw new Error(`the application is at ${appHeight}, the blocks before ${this.retainHeight} are gone`);
    if (appHeight > storeHeight) throw new Error(`the application is ahead: ${appHeight} of ${storeHeight}`);
    for (const block of blocks.slice(Number(appHeight))) {
      if (block.height <= this.disk.stateHeight) {
        const answer = await this.#finalize(block);
        await this.#ask("commit", {});
        appHash = answer.appHash;
      } else {
        await this.apply(block);
        return;
      }
    }
    if (storeHeight === this.disk.stateHeight + 1n && appHeight === storeHeight) this.#applySavedResponse(storeHeight);
    else if (!equalBytes(appHash, this.disk.appHash)) throw new Error("the application's hash is not the engine's");
  }

  async checkTx(tx: Uint8Array): Promise<boolean> {
    const key = keyOf(tx);
    if (this.mempool.has(key)) return true;
    const { code } = await this.#ask("checkTx", { tx, type: CheckTxType.NEW });
    if (code === 0) this.mempool.set(key, tx);
    return code === 0;
  }

  /** The application's proposal for the next height. */
  async prepare(seconds: bigint, maxTxBytes = 1_000_000n): Promise<FakeEngineBlock> {
    const height = this.disk.stateHeight + 1n;
    const txs = [...this.mempool.values()];
    const answer = await this.#ask("prepareProposal", { height, maxTxBytes, txs, time: { seconds } });
    const sizeBytes = answer.txs.reduce((sum, tx) => sum + tx.length + 6, 0);
    if (BigInt(sizeBytes) > maxTxBytes) throw new Error(`the proposal has ${sizeBytes} of ${maxTxBytes} bytes`);
    return { height, txs: answer.txs, seconds };
  }

  /** Asks for the application's vote; `proposer` is the address of who proposes. */
  async process({ height, txs, seconds }: FakeEngineBlock, proposer = new Uint8Array(20)): Promise<boolean> {
    const proposal = { height, txs: [...txs], time: { seconds }, proposerAddress: proposer };
    const { status } = await this.#ask("processProposal", proposal);
    return status === ProposalStatus.ACCEPT;
  }

  /** Applies the next decided block; `stop` ends it there, as a crash would. */
  async apply(block: FakeEngineBlock, stop?: FakeEngineStop): Promise<void> {
    const { disk } = this;
    if (disk.blocks.length < Number(block.height)) disk.blocks.push(block);
    const value = await this.#finalize(block);
    if (stop === "finalized") return;
    disk.response = { height: block.height, value };
    if (stop === "response-saved") return;
    const committed = this.#ask("commit", {});
    if (stop === "committing") {
      // Whoever is killed here never hears how it ends.
      committed.catch(() => undefined);
      return;
    }
    const { retainHeight } = await committed;
    if (retainHeight > block.height)
      throw new Error(`blocks up to ${retainHeight} are to go, ${block.height} is the last`);
    if (retainHeight > this.retainHeight) this.retainHeight = retainHeight;
    if (stop === "committed") return;
    this.#saveState(block.height, value);
    if (stop === "state-saved") return;
    for (const tx of block.txs) this.mempool.delete(keyOf(tx));
    for (const [key, tx] of this.mempool) {
      const { code } = await this.#ask("checkTx", { tx, type: CheckTxType.RECHECK });
      if (code !== 0) this.mempool.delete(key);
    }
  }

  /** Whether the application has a snapshot for newcomers. */
  async hasSnapshot(): Promise<boolean> {
    return (await this.#ask("listSnapshots", {})).snapshots.length > 0;
  }

  /**
   * Takes the application's state over from a peer's, as a newcomer's engine does. False when the snapshot or a chunk was refused for good, and when it
   * was stopped.
   */
  async stateSync(peer: FakeEngine, { spoil = (chunk) => chunk, stop }: StateSyncOptions = {}): Promise<boolean> {
    const { snapshots } = await peer.#ask("listSnapshots", {});
    const [snapshot] = snapshots;
    if (snapshot === undefined) throw new Error("the peer has no snapshot");
    const { height, format, chunks } = snapshot;
    const appHash = peer.appHashes.get(height) ?? new Uint8Array();
    const offer = await this.#ask("offerSnapshot", { snapshot, appHash });
    if (offer.result !== OfferSnapshotResult.ACCEPT) return false;
    for (let index = 0; index < chunks; index++) {
      const { chunk } = await peer.#ask("loadSnapshotChunk", { height, format, chunk: index });
      if (stop === "adopting" && index === chunks - 1) {
        // Whoever is killed here never hears how it ends.
        this.#ask("applySnapshotChunk", { index, chunk, sender: "honest" }).catch(() => undefined);
        return false;
      }
      let answer = await this.#ask("applySnapshotChunk", { index, chunk: spoil(chunk, index), sender: "spoiler" });
      if (answer.result === ApplySnapshotChunkResult.RETRY)
        answer = await this.#ask("applySnapshotChunk", { index, chunk, sender: "honest" });
      if (answer.result !== ApplySnapshotChunkResult.ACCEPT) return false;
    }
    if (stop === "adopted") return false;
    const info = await this.#ask("info", {});
    if (info.lastBlockHeight !== height || !equalBytes(info.lastBlockAppHash, appHash))
      throw new Error(`the application is at ${info.lastBlockHeight}, the snapshot at ${height}`);
    this.disk.blocks.push(...peer.disk.blocks.slice(0, Number(height)));
    this.disk.stateHeight = height;
    this.disk.appHash = appHash;
    for (const [at, hash] of peer.appHashes) if (at <= height) this.appHashes.set(at, hash);
    return true;
  }

  async #finalize({ height, txs, seconds }: FakeEngineBlock): Promise<FinalizeBlockResponse> {
    const answer = await this.#ask("finalizeBlock", { height, txs: [...txs], time: { seconds } });
    if (answer.txResults.length !== txs.length) throw new Error(`${answer.txResults.length} results of ${txs.length}`);
    return answer;
  }

  /** The application had committed a height, the engine had not noted it down: it takes the answer that it had saved. */
  #applySavedResponse(height: bigint): void {
    const { response } = this.disk;
    if (response?.height !== height) throw new Error(`no saved answer of height ${height}`);
    this.#saveState(height, response.value);
  }

  #saveState(height: bigint, value: FinalizeBlockResponse): void {
    this.disk.stateHeight = height;
    this.disk.appHash = value.appHash;
    this.appHashes.set(height, value.appHash);
    if (value.validatorUpdates.length > 0) this.validatorUpdates.set(height, value.validatorUpdates);
  }

  async #ask<Case extends RequestValue["case"]>(
    name: Case,
    value: object,
  ): Promise<ResponseOf<Case & Exclude<Response["value"]["case"], undefined>>> {
    if (this.#server === undefined) throw new Error(`${name}: no application is attached`);
    const request = create(RequestSchema, { value: { case: name, value } as never });
    const answer = await this.#server.handle(request);
    if (answer.value.case !== name) throw new Error(`${name} was answered with ${answer.value.case}`);
    return answer.value.value as never;
  }
}

function keyOf(tx: Uint8Array): string {
  return bytesToHex(hashBytes("SHA256", tx));
}
