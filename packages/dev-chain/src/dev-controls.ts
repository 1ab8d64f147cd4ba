import { bytesToHex, equalBytes } from "@yanta/bytes";
import {
  type BlockSigner,
  type Chain,
  type CommittedTx,
  createCertificateSigner,
  type DevChain,
  encodeStateWrites,
  setStateCall,
  stateRowFault,
} from "@yanta/chain";
import type { MineBlock, MiningMode, SoloConsensus } from "@yanta/consensus";
import { scanOwnBlockInfo, TxStatusCode } from "@yanta/protocol";
import type { StateWrite } from "@yanta/storage";
import type { DevClock } from "./dev-clock.ts";
import { devChainErrors } from "./errors.ts";
import type {
  DevCall,
  DevControls,
  DevMemberName,
  DevMembers,
  DevOutcome,
  DevTime,
  DevTip,
  LoadReport,
  MineRequest,
  Snapshot,
  SnapshotId,
  StateDump,
} from "./interface.ts";
import {
  impersonatedCountMax,
  minedBlocksMax,
  miningIntervalMsMax,
  sendTimeoutMs,
  setStateBytesMax,
} from "./limits.ts";
import { signRequest } from "./sign-request.ts";
import { Snapshots } from "./snapshots.ts";
import { dumpToRows, inPortions, isLoadable, stateToDump } from "./state-dump.ts";

export interface DevControlsOptions {
  readonly chain: Chain;
  readonly dev: DevChain;
  readonly consensus: SoloConsensus;
  /** The clock that chain and engine were given. */
  readonly clock: DevClock;
  readonly members: DevMembers;
  /** Signs the controls' own transactions: a member of the chain. */
  readonly signer: BlockSigner;
}

/** The controls of a development chain. Its clock begins at the chain's last block. */
export function createDevControls(options: DevControlsOptions): DevControls {
  return new ChainControls(options);
}

class ChainControls implements DevControls {
  readonly members: DevMembers;
  impersonatesAll = false;
  readonly #options: DevControlsOptions;
  readonly #snapshots = new Snapshots();
  readonly #impersonated = new Set<string>();

  constructor(options: DevControlsOptions) {
    const { chain, clock, members } = options;
    this.#options = options;
    this.members = members;
    clock.begin(this.#tip().timestamp);
    chain.onBlock(({ header }) => clock.blockMade(header.blockTimestamp));
  }

  snapshot(): Promise<Snapshot> {
    const { clock, consensus } = this.#options;
    return consensus.betweenBlocks(async () =>
      this.#snapshots.add({ tip: this.#tip(), clock: clock.state(), mining: consensus.mining }),
    );
  }

  snapshots(): readonly Snapshot[] {
    return this.#snapshots.list();
  }

  forget(id: SnapshotId): boolean {
    return this.#snapshots.forget(id);
  }

  revert(id: SnapshotId): Promise<DevTip> {
    const { clock, consensus } = this.#options;
    return consensus.betweenBlocks(async () => {
      const kept = this.#snapshots.find(id);
      await this.#goBack(kept.tip.height);
      this.#snapshots.forgetAfter(id);
      clock.restore(kept.clock, kept.tip.timestamp);
      consensus.setMining(kept.mining);
      return this.#tip();
    });
  }

  revertToHeight(height: bigint): Promise<DevTip> {
    const { chain, clock, consensus, dev } = this.#options;
    return consensus.betweenBlocks(async () => {
      const lastHeight = chain.ledger.lastHeight ?? 0n;
      if (height < dev.firstHeight || height > lastHeight)
        throw devChainErrors.create("DEV_CHAIN_HEIGHT_UNKNOWN", { height, lastHeight });
      await this.#goBack(height);
      const tip = this.#tip();
      clock.headMoved(tip.timestamp);
      return tip;
    });
  }

  reset(): Promise<DevTip> {
    const { clock, consensus, dev } = this.#options;
    return consensus.betweenBlocks(async () => {
      await this.#goBack(dev.firstHeight);
      this.#snapshots.clear();
      const tip = this.#tip();
      clock.begin(tip.timestamp);
      consensus.setMining({ kind: "auto" });
      return tip;
    });
  }

  time(): DevTime {
    return this.#options.clock.time();
  }

  increaseTime(seconds: bigint): DevTime {
    this.#options.clock.increase(seconds);
    return this.time();
  }

  setTime(unixSeconds: bigint): DevTime {
    this.#options.clock.set(unixSeconds);
    return this.time();
  }

  setNextBlockTime(unixSeconds: bigint): DevTime {
    this.#options.clock.pin(unixSeconds);
    return this.time();
  }

  setBlockInterval(seconds: bigint | undefined): DevTime {
    this.#options.clock.setInterval(seconds);
    return this.time();
  }

  mining(): MiningMode {
    return this.#options.consensus.mining;
  }

  setMining(mode: MiningMode): void {
    const isWrong =
      mode.kind === "interval" &&
      !(Number.isInteger(mode.intervalMs) && mode.intervalMs >= 1 && mode.intervalMs <= miningIntervalMsMax);
    if (isWrong) throw devChainErrors.create("DEV_CHAIN_INTERVAL_INVALID", { intervalMs: mode.intervalMs });
    this.#options.consensus.setMining(mode);
  }

  mine({ blocks = 1, intervalSeconds = 0n }: MineRequest = {}): Promise<DevTip> {
    const { clock, consensus } = this.#options;
    if (!Number.isInteger(blocks) || blocks < 1 || blocks > minedBlocksMax)
      return Promise.reject(
        devChainErrors.create("DEV_CHAIN_MINE_TOO_MANY", { count: blocks, countMax: minedBlocksMax }),
      );
    return consensus.betweenBlocks(async (mine) => {
      for (let made = 0; made < blocks; made++) {
        if (made > 0 && intervalSeconds > 0n) clock.pin(this.#tip().timestamp + intervalSeconds);
        await mine();
      }
      return this.#tip();
    });
  }

  drop(txId: string): boolean {
    const { chain, dev } = this.#options;
    if (chain.pool.find(txId) === undefined) return false;
    dev.drop([txId]);
    return true;
  }

  dropAll(): void {
    const { chain, dev } = this.#options;
    dev.drop(chain.pool.txIds(new Set(["config", "common"]), new Set(["queue"])));
  }

  setState(writes: readonly StateWrite[]): Promise<DevTip> {
    return this.#options.consensus.betweenBlocks(async (mine) => {
      await this.#setState(writes, mine);
      return this.#tip();
    });
  }

  dump(): StateDump {
    const { chain, dev } = this.#options;
    return stateToDump(chain.chainId, chain.ledger.lastHeight ?? 0n, dev.listState());
  }

  load(dump: StateDump): Promise<LoadReport> {
    const { chain, consensus } = this.#options;
    return consensus.betweenBlocks(async (mine) => {
      const rows = dumpToRows(dump);
      const loadable = rows.filter(isLoadable);
      const changed = loadable.filter(({ contract, key, value }) => {
        const known = chain.ledger.getState(contract, key);
        return known === undefined || !equalBytes(known, value);
      });
      await this.#setState(changed, mine);
      return {
        written: changed.length,
        unchanged: loadable.length - changed.length,
        skipped: rows.length - loadable.length,
      };
    });
  }

  async send({ sender, endorsers = [], contract, method, parameters, sequence }: DevCall): Promise<DevOutcome> {
    const { chain, clock, consensus } = this.#options;
    const tx = signRequest({
      chainId: chain.chainId,
      contract,
      method,
      parameters,
      ...(sequence === undefined ? {} : { sequence }),
      unixSeconds: clock.unixSeconds(),
      sender: this.#signerOf(sender),
      endorsers: endorsers.map((each) => this.#signerOf(each)),
    });
    const { txId } = tx;
    const refusal = chain.validate(tx);
    if (refusal !== undefined) return { kind: "refused", txId, ...refusal };
    const abort = new AbortController();
    const timeout = AbortSignal.timeout(sendTimeoutMs);
    const committed = chain.waitForCommit(txId, AbortSignal.any([abort.signal, timeout]));
    const poolRefusal = chain.admit(tx);
    if (poolRefusal !== undefined || consensus.mining.kind === "manual") {
      abort.abort();
      await Promise.allSettled([committed]);
      return poolRefusal === undefined ? { kind: "waiting", txId } : { kind: "refused", txId, ...poolRefusal };
    }
    try {
      return { kind: "committed", txId, ...(await committed) };
    } catch (error) {
      if (timeout.aborted) return { kind: "waiting", txId };
      throw error;
    }
  }

  get impersonated(): ReadonlySet<string> {
    return this.#impersonated;
  }

  impersonate(address: string): void {
    if (this.#impersonated.size >= impersonatedCountMax)
      throw devChainErrors.create("DEV_CHAIN_IMPERSONATIONS_FULL", { countMax: impersonatedCountMax });
    this.#impersonated.add(address);
  }

  stopImpersonating(address: string): void {
    this.#impersonated.delete(address);
  }

  #tip(): DevTip {
    const { ledger } = this.#options.chain;
    const height = ledger.lastHeight ?? 0n;
    const record = ledger.getBlock(height);
    if (record === undefined) throw new Error(`the chain lacks its last block ${height}`);
    const { blockTimestamp } = scanOwnBlockInfo(record.blockInfoBytes).header;
    return { height, hash: bytesToHex(record.blockHash), timestamp: blockTimestamp };
  }

  async #goBack(height: bigint): Promise<void> {
    await this.#options.dev.revertTo(height);
    this.#snapshots.forgetAbove(height);
  }

  #signerOf(name: DevMemberName): BlockSigner {
    const { orgId, certificate, privateKey } = this.members.find(name);
    return createCertificateSigner(orgId, certificate, privateKey);
  }

  async #setState(writes: readonly StateWrite[], mine: MineBlock): Promise<void> {
    const fault = writes.map(stateRowFault).find((text) => text !== undefined);
    if (fault !== undefined) throw devChainErrors.create("DEV_CHAIN_STATE_REFUSED", { reason: fault });
    for (const portion of inPortions(writes, setStateBytesMax)) await this.#setPortion(portion, mine);
  }

  async #setPortion(writes: readonly StateWrite[], mine: MineBlock): Promise<void> {
    const { chain, clock, signer } = this.#options;
    const tx = signRequest({
      chainId: chain.chainId,
      contract: setStateCall.contract,
      method: setStateCall.method,
      parameters: { [setStateCall.parameter]: encodeStateWrites(writes) },
      unixSeconds: clock.unixSeconds(),
      sender: signer,
      endorsers: [],
    });
    const abort = new AbortController();
    const waiting = chain.waitForCommit(tx.txId, abort.signal);
    waiting.catch(() => undefined);
    const refusal = chain.validate(tx) ?? chain.admit(tx);
    // Those that stand alone in their blocks and came earlier go first.
    while (refusal === undefined && chain.pool.find(tx.txId) !== undefined) await mine();
    const committed = chain.ledger.getTxLocation(tx.txId) === undefined ? undefined : await waiting;
    abort.abort();
    const reason = refusal?.message ?? failureOf(committed);
    if (reason !== undefined) throw devChainErrors.create("DEV_CHAIN_STATE_REFUSED", { reason });
  }
}

function failureOf(committed: CommittedTx | undefined): string | undefined {
  if (committed === undefined) return "its block dropped it";
  const { code, contractResult } = committed.result;
  return code === TxStatusCode.SUCCESS ? undefined : (contractResult?.message ?? `code ${code}`);
}
