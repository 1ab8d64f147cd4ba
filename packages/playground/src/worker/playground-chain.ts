import type { Chain, CommittedTx } from "@yanta/chain";
import type { CodedError } from "@yanta/errors";
import { createEvmVm } from "@yanta/evm";
import { TxType, type TxView } from "@yanta/protocol";
import { type LedgerMark, type LedgerReader, openTabStore, storageErrors, type TabStore } from "@yanta/storage";
import { createWasmVms, type Vm } from "@yanta/vm";
import { playgroundErrors } from "../errors.ts";
import type {
  BlockView,
  CallResult,
  ChainTip,
  InstallRequest,
  LogLine,
  SendOutcome,
  SendRequest,
  SnapshotId,
  StateKey,
  StateRange,
  StateRow,
  TraceRequest,
  TraceView,
  TransactionView,
} from "../interface.ts";
import { commitTimeoutMs, snapshotCountMax } from "../limits.ts";
import { recordToBlockView, toCallResult } from "./block-view.ts";
import { encodeChainFile } from "../replay/chain-file.ts";
import { executeBlocks } from "../replay/execute-blocks.ts";
import { chainId, genesisHashOf } from "./genesis-config.ts";
import { loadChain } from "./load-chain.ts";
import { findMember, membersCalled, type Network, type NetworkMember, networkToJson } from "./network.ts";
import { openNetwork, type OpenNetworkOptions } from "./open-network.ts";
import type { PlaygroundFiles } from "./playground-files.ts";
import { listState, readBlock, readState, readTip, readTransaction } from "./read-chain.ts";
import { runChain, type RunningChain } from "./running-chain.ts";
import { signRequest } from "./sign-request.ts";
import { traceForView } from "./trace-view.ts";
import type { PlaygroundTime } from "./worker-time.ts";

export interface OpenChainOptions extends Omit<OpenNetworkOptions, "unixSeconds"> {
  readonly files: PlaygroundFiles;
  readonly time: PlaygroundTime;
  /** A dump to begin with. */
  readonly load?: Uint8Array;
  readonly onBlock: (block: BlockView) => void;
  readonly onLog: (line: LogLine) => void;
  readonly onFailure: (error: CodedError) => void;
}

/** The chain of one playground: what the Worker does for each call of the page. */
export class PlaygroundChain {
  readonly network: Network;
  readonly isNew: boolean;
  readonly #options: OpenChainOptions;
  readonly #store: TabStore;
  readonly #vms: readonly Vm[];
  readonly #snapshots = new Map<SnapshotId, LedgerMark>();
  #nextSnapshot = 1;
  /** The chain as it runs; waits while it goes back. */
  #running: Promise<RunningChain>;
  /** Aborted when the chain goes back or ends: transactions that wait will be in no block. */
  #generation = new AbortController();
  /** Why no more blocks are made. */
  #stopped: string | undefined;

  constructor(options: OpenChainOptions, network: Network, isNew: boolean, store: TabStore) {
    this.#options = options;
    this.network = network;
    this.isNew = isNew;
    this.#store = store;
    this.#vms = [...createWasmVms(), createEvmVm()];
    this.#running = this.#run();
  }

  async send(request: SendRequest): Promise<SendOutcome> {
    const tx = this.#sign(TxType.INVOKE_CONTRACT, request);
    return this.#commit(tx);
  }

  install(request: InstallRequest): Promise<SendOutcome> {
    return this.#manageContract("INIT_CONTRACT", request);
  }

  upgrade(request: InstallRequest): Promise<SendOutcome> {
    return this.#manageContract("UPGRADE_CONTRACT", request);
  }

  async query(request: SendRequest): Promise<CallResult> {
    const tx = this.#sign(TxType.QUERY_CONTRACT, request);
    const { chain } = await this.#running;
    const refusal = chain.validate(tx);
    if (refusal !== undefined) return toCallResult(tx.txId, { ...refusal, contractResult: undefined });
    return toCallResult(tx.txId, chain.query(tx));
  }

  async getTip(): Promise<ChainTip> {
    return readTip((await this.#running).ledger);
  }

  async getBlock(height: bigint): Promise<BlockView | undefined> {
    return readBlock((await this.#running).ledger, height);
  }

  async getTransaction(txId: string): Promise<TransactionView | undefined> {
    return readTransaction((await this.#running).ledger, txId);
  }

  async getState(key: StateKey): Promise<Uint8Array | undefined> {
    return readState((await this.#running).ledger, key);
  }

  async listState(range: StateRange): Promise<readonly StateRow[]> {
    return listState((await this.#running).ledger, range);
  }

  async trace(request: TraceRequest): Promise<TraceView> {
    return traceForView((await this.#running).chain, request);
  }

  async snapshot(): Promise<SnapshotId> {
    await this.#running;
    if (this.#snapshots.size >= snapshotCountMax)
      throw playgroundErrors.create("PLAYGROUND_SNAPSHOTS_FULL", { countMax: snapshotCountMax });
    const id = this.#nextSnapshot++;
    this.#snapshots.set(id, this.#store.mark());
    return id;
  }

  async revert(id: SnapshotId): Promise<ChainTip> {
    const mark = this.#snapshots.get(id);
    if (mark === undefined) throw playgroundErrors.create("PLAYGROUND_SNAPSHOT_UNKNOWN", { id });
    for (const later of this.#snapshots.keys()) if (later > id) this.#snapshots.delete(later);
    await this.#goBack(() => this.#store.revertTo(mark));
    return this.getTip();
  }

  async reset(): Promise<ChainTip> {
    this.#snapshots.clear();
    await this.#goBack(() => this.#store.revertToGenesis());
    return this.getTip();
  }

  async verify(): Promise<ChainTip> {
    const { ledger } = await this.#running;
    const executed = await executeBlocks({
      blocks: blocksOf(ledger),
      vms: this.#vms,
      clock: this.#options.time,
      genesisHash: genesisHashOf(this.network),
    });
    await executed.ledger.close();
    return this.getTip();
  }

  async exportLog(): Promise<Uint8Array> {
    const { ledger } = await this.#running;
    return encodeChainFile({ network: undefined, blocks: blocksOf(ledger) });
  }

  async dump(): Promise<Uint8Array> {
    const { ledger } = await this.#running;
    return encodeChainFile({ network: networkToJson(this.network), blocks: blocksOf(ledger) });
  }

  async close(): Promise<void> {
    const running = await this.#running;
    await running.stop();
    this.#generation.abort();
    for (const vm of this.#vms) vm.close();
    await this.#store.close();
    this.#options.files.network.close();
  }

  #manageContract(method: string, request: InstallRequest): Promise<SendOutcome> {
    const administrators = membersCalled(this.network, "admin1");
    const [sender] = administrators;
    return this.send({
      contract: "CONTRACT_MANAGE",
      method,
      parameters: {
        ...request.parameters,
        CONTRACT_NAME: request.name,
        CONTRACT_VERSION: request.version,
        CONTRACT_RUNTIME_TYPE: request.runtime,
        CONTRACT_BYTECODE: request.bytecode,
      },
      ...(sender === undefined ? {} : { sender }),
      endorsers: administrators,
    });
  }

  #sign(txType: TxType, request: SendRequest): TxView {
    const { contract, method, parameters = {}, sequence, endorsers = [] } = request;
    return signRequest({
      txType,
      contract,
      method,
      parameters,
      ...(sequence === undefined ? {} : { sequence }),
      unixMs: this.#options.time.unixMs(),
      sender: request.sender === undefined ? this.#defaultSender() : findMember(this.network, request.sender),
      endorsers: endorsers.map((name) => findMember(this.network, name)),
    });
  }

  #defaultSender(): NetworkMember {
    const [sender] = membersCalled(this.network, "client1");
    if (sender === undefined) throw new Error("a network without clients");
    return sender;
  }

  async #commit(tx: TxView): Promise<SendOutcome> {
    const { txId } = tx;
    const { chain } = await this.#running;
    this.#checkNotStopped();
    const refusal = chain.validate(tx);
    if (refusal !== undefined) return { kind: "refused", txId, ...refusal };
    const abort = new AbortController();
    const commit = this.#waitForCommit(chain, txId, abort.signal);
    const poolRefusal = chain.admit(tx);
    if (poolRefusal !== undefined) {
      abort.abort();
      await Promise.allSettled([commit]);
      return { kind: "refused", txId, ...poolRefusal };
    }
    const { height, index, result } = await commit;
    const { contractName: contract, method } = tx.payload;
    const senderOrgId = tx.sender?.signer?.orgId ?? "";
    return { kind: "committed", ...toCallResult(txId, result), height, index, contract, method, senderOrgId };
  }

  async #waitForCommit(chain: Chain, txId: string, abort: AbortSignal): Promise<CommittedTx> {
    const generation = this.#generation.signal;
    const signals = [abort, generation, AbortSignal.timeout(commitTimeoutMs)];
    try {
      return await chain.waitForCommit(txId, AbortSignal.any(signals));
    } catch (error) {
      this.#checkNotStopped();
      const code = generation.aborted ? "PLAYGROUND_CHAIN_CHANGED" : "PLAYGROUND_COMMIT_TIMEOUT";
      throw playgroundErrors.create(code, { txId }, error);
    }
  }

  #checkNotStopped(): void {
    if (this.#stopped !== undefined) throw playgroundErrors.create("PLAYGROUND_STOPPED", { reason: this.#stopped });
  }

  /** Stops the chain, removes blocks, and runs it on what is left. Calls meanwhile wait. */
  async #goBack(removeBlocks: () => Promise<void>): Promise<void> {
    const before = this.#running;
    this.#running = (async () => {
      await (await before).stop();
      this.#generation.abort();
      this.#generation = new AbortController();
      await removeBlocks();
      this.#stopped = undefined;
      return this.#run();
    })();
    await this.#running;
  }

  #run(): Promise<RunningChain> {
    const { time, onBlock, onLog, onFailure } = this.#options;
    return runChain({
      ledger: this.#store.ledger,
      network: this.network,
      vms: this.#vms,
      time,
      onBlock: (record) => {
        onBlock(recordToBlockView(record));
        this.#store.saveImageIfDue();
      },
      onLog,
      onStall: onFailure,
      onStopped: (error) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.#stopped = reason;
        this.#generation.abort();
        onFailure(playgroundErrors.create("PLAYGROUND_STOPPED", { reason }, error));
      },
    });
  }
}

/**
 * Opens the chain in the given files; they are closed when it fails.
 *
 * Errors: those of `loadChain`, `openNetwork` and `openTabStore`, STORAGE_DISK_FULL.
 */
export async function openPlaygroundChain(options: OpenChainOptions): Promise<PlaygroundChain> {
  const { files, time, name } = options;
  try {
    if (options.load !== undefined) await loadChain(files, options.load, time);
    const { network, isNew } = openNetwork(files, { ...options, unixSeconds: time.unixSeconds() });
    const store = await openTabStore({ chainId, files, path: name });
    const chain = new PlaygroundChain(options, network, isNew, store);
    await chain.getTip();
    return chain;
  } catch (error) {
    for (const file of [files.network, files.blocks, ...files.images]) file.close();
    throw isQuotaFault(error) ? storageErrors.create("STORAGE_DISK_FULL", { path: name }, error) : error;
  }
}

function blocksOf(ledger: LedgerReader): readonly Uint8Array[] {
  const count = Number((ledger.lastHeight ?? -1n) + 1n);
  return Array.from({ length: count }, (_, height) => {
    const record = ledger.getBlock(BigInt(height));
    if (record === undefined) throw new Error(`block ${height} is missing`);
    return record.blockInfoBytes;
  });
}

/** A browser says so when its storage for the site is used up. */
function isQuotaFault(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}
