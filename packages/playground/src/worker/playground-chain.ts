import type { CommittedTx } from "@yanta/chain";
import type { DevControls } from "@yanta/dev-chain";
import type { CodedError } from "@yanta/errors";
import { createEvmVm } from "@yanta/evm";
import { TxType, type TxView } from "@yanta/protocol";
import { type LedgerReader, openTabStore, storageErrors, type TabStore } from "@yanta/storage";
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
} from "../interface.ts";
import { commitTimeoutMs } from "../limits.ts";
import { encodeChainFile } from "../replay/chain-file.ts";
import { executeBlocks } from "../replay/execute-blocks.ts";
import { recordToBlockView, toCallResult } from "./block-view.ts";
import { chainId, genesisHashOf } from "./genesis-config.ts";
import { loadChain } from "./load-chain.ts";
import { findMember, membersCalled, type Network, type NetworkMember, networkToJson } from "./network.ts";
import { openNetwork, type OpenNetworkOptions } from "./open-network.ts";
import type { PlaygroundFiles } from "./playground-files.ts";
import { type RunningChain, runChain } from "./running-chain.ts";
import { signRequest } from "./sign-request.ts";
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

interface PlaygroundParts {
  readonly network: Network;
  readonly isNew: boolean;
  readonly store: TabStore;
  readonly vms: readonly Vm[];
  readonly running: RunningChain;
  /** Aborted when no more blocks are made; the reason is the error for whoever waits. */
  readonly stop: AbortController;
}

/** The chain of one playground: what the Worker does for each call of the page. */
export class PlaygroundChain {
  readonly network: Network;
  readonly isNew: boolean;
  readonly controls: DevControls;
  readonly #options: OpenChainOptions;
  readonly #parts: PlaygroundParts;
  /** Resolved when the chain does not go back just now. */
  #wentBack: Promise<unknown> = Promise.resolve();

  constructor(options: OpenChainOptions, parts: PlaygroundParts) {
    this.network = parts.network;
    this.isNew = parts.isNew;
    this.controls = parts.running.controls;
    this.#options = options;
    this.#parts = parts;
  }

  get chain(): RunningChain["chain"] {
    return this.#parts.running.chain;
  }

  get ledger(): LedgerReader {
    return this.#parts.store.ledger;
  }

  /** Removes blocks by an action of the controls. What is sent meanwhile waits, so that it is not dropped. */
  goBack(action: (controls: DevControls) => Promise<ChainTip>): Promise<ChainTip> {
    const tip = action(this.controls);
    this.#wentBack = Promise.allSettled([this.#wentBack, tip]);
    return tip;
  }

  async send(request: SendRequest): Promise<SendOutcome> {
    await this.#wentBack;
    return this.#commit(this.#sign(TxType.INVOKE_CONTRACT, request));
  }

  install(request: InstallRequest): Promise<SendOutcome> {
    return this.#manageContract("INIT_CONTRACT", request);
  }

  upgrade(request: InstallRequest): Promise<SendOutcome> {
    return this.#manageContract("UPGRADE_CONTRACT", request);
  }

  async query(request: SendRequest): Promise<CallResult> {
    const tx = this.#sign(TxType.QUERY_CONTRACT, request);
    const refusal = this.chain.validate(tx);
    if (refusal !== undefined) return toCallResult(tx.txId, { ...refusal, contractResult: undefined });
    return toCallResult(tx.txId, this.chain.query(tx));
  }

  async verify(): Promise<void> {
    const executed = await executeBlocks({
      blocks: this.#blocks(),
      vms: this.#parts.vms,
      clock: this.#options.time,
      genesisHash: genesisHashOf(this.network),
    });
    await executed.ledger.close();
  }

  /** All blocks; with the private keys or without. */
  exportFile({ withKeys }: { readonly withKeys: boolean }): Uint8Array {
    return encodeChainFile({ network: withKeys ? networkToJson(this.network) : undefined, blocks: this.#blocks() });
  }

  async close(): Promise<void> {
    const { running, vms, store, stop } = this.#parts;
    await running.consensus.stop();
    stop.abort(playgroundErrors.create("PLAYGROUND_NOT_OPEN"));
    for (const vm of vms) vm.close();
    await store.close();
    this.#options.files.network.close();
  }

  #blocks(): readonly Uint8Array[] {
    const count = Number((this.ledger.lastHeight ?? -1n) + 1n);
    return Array.from({ length: count }, (_, height) => {
      const record = this.ledger.getBlock(BigInt(height));
      if (record === undefined) throw new Error(`block ${height} is missing`);
      return record.blockInfoBytes;
    });
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
      unixSeconds: this.#parts.running.clock.unixSeconds(),
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
    this.#parts.stop.signal.throwIfAborted();
    const refusal = this.chain.validate(tx);
    if (refusal !== undefined) return { kind: "refused", txId, ...refusal };
    const abort = new AbortController();
    const commit = this.#waitForCommit(txId, abort.signal);
    const poolRefusal = this.chain.admit(tx);
    if (poolRefusal !== undefined || this.controls.mining().kind !== "auto") {
      abort.abort();
      await Promise.allSettled([commit]);
      return poolRefusal === undefined ? { kind: "waiting", txId } : { kind: "refused", txId, ...poolRefusal };
    }
    const { height, index, result } = await commit;
    const { contractName: contract, method } = tx.payload;
    const senderOrgId = tx.sender?.signer?.orgId ?? "";
    return { kind: "committed", ...toCallResult(txId, result), height, index, contract, method, senderOrgId };
  }

  async #waitForCommit(txId: string, abort: AbortSignal): Promise<CommittedTx> {
    const timeout = AbortSignal.timeout(commitTimeoutMs);
    try {
      return await this.chain.waitForCommit(txId, AbortSignal.any([abort, this.#parts.stop.signal, timeout]));
    } catch (error) {
      if (timeout.aborted) throw playgroundErrors.create("PLAYGROUND_COMMIT_TIMEOUT", { txId }, error);
      throw error;
    }
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
    const vms = [...createWasmVms(), createEvmVm()];
    const stop = new AbortController();
    const running = await runChain({
      ...chainListeners(options, store, stop),
      ledger: store.ledger,
      network,
      vms,
      time,
    });
    return new PlaygroundChain(options, { network, isNew, store, vms, running, stop });
  } catch (error) {
    for (const file of [files.network, files.blocks, ...files.images]) file.close();
    throw isQuotaFault(error) ? storageErrors.create("STORAGE_DISK_FULL", { path: name }, error) : error;
  }
}

function chainListeners(
  { onBlock, onLog, onFailure }: OpenChainOptions,
  store: TabStore,
  stop: AbortController,
): Pick<Parameters<typeof runChain>[0], "onBlock" | "onLog" | "onStall" | "onStopped"> {
  return {
    onBlock: (record) => {
      onBlock(recordToBlockView(record));
      store.saveImageIfDue();
    },
    onLog,
    onStall: onFailure,
    onStopped: (cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const error = playgroundErrors.create("PLAYGROUND_STOPPED", { reason }, cause);
      stop.abort(error);
      onFailure(error);
    },
  };
}

/** A browser says so when its storage for the site is used up. */
function isQuotaFault(error: unknown): boolean {
  return error instanceof Error && error.name === "QuotaExceededError";
}
