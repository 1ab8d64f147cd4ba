import type { CodedError } from "@yanta/errors";
import { consensusErrors } from "../errors.ts";
import { stallRetryMs } from "../limits.ts";
import { type AbciListener, AbciServer, type AbciServerOptions } from "./abci/abci-server.ts";
import { CometbftApplication } from "./app/application.ts";
import { readAppState } from "./app/app-state.ts";
import { BatchAdmission } from "./app/batch-admission.ts";
import { ClockWatch } from "./app/clock-watch.ts";
import { encodeSignedHeader, parseSignedHeader } from "./certificate/signed-header.ts";
import { batchBytesMax } from "./engine/limits.ts";
import { createPeerGate } from "./governance/peer-gate.ts";
import type { CometbftConsensus, CometbftOptions } from "./interface.ts";
import { certificateTimeoutMs, engineTxOverheadBytes, layoutIntervalMs, layoutPauseMs } from "./limits.ts";
import { stageInFile } from "./snapshot/staged-blocks.ts";
import { IntakeGate } from "./transport/intake-gate.ts";
import { TxBroadcaster } from "./transport/tx-broadcaster.ts";

/**
 * Consensus of many nodes: our chain as the application of a CometBFT engine that runs beside the node. The engine decides, this side builds,
 * judges and stores blocks, and hands the clients' transactions to the engine's mempool.
 *
 * Errors: ENGINE_BINDING_INVALID. Spec: docs/adr/0013-cometbft.md.
 */
export function createCometbftConsensus(
  options: CometbftOptions,
  listen: (server: AbciServerOptions) => AbciListener = (server) => new AbciServer(server),
): CometbftConsensus {
  const { chain, producer, verifier, engine, time } = options;
  const onNotice = options.onNotice ?? (() => undefined);
  const batches = new BatchAdmission(chain);
  const broadcaster = new TxBroadcaster({ pool: chain.pool, engine, time, onNotice });
  const validatorCount = (): number => (chain.config.consensus?.nodes ?? []).flatMap(({ nodeId }) => nodeId).length;
  const clock = new ClockWatch({ monotonicMs: () => time.monotonicMs(), validatorCount });
  const intake = new IntakeGate({
    isWaiting: (txId) => chain.pool.find(txId) !== undefined,
    blockCapacity: () => producer.blockCapacity,
    validatorCount,
  });
  let stopping = new AbortController();
  let isRunning = false;
  let oldestEngineHeight: bigint | undefined;
  let cancelLayout: (() => void) | undefined;
  let halted: Promise<void> | undefined;
  let hasFailed = false;
  let server: AbciListener | undefined;
  let removeListeners: (() => void)[] = [];

  const bindings = readAppState(options.appState);
  const application = new CometbftApplication({
    chain,
    producer,
    verifier,
    batches,
    bindings,
    keepBlocks: options.keepEngineBlocks ?? 0n,
    mayConnect: createPeerGate({
      config: () => chain.config,
      genesis: bindings,
      isKnownHere: options.mayConnect ?? (() => false),
      onRefused: (peerId) => onNotice("an engine that no binding names was turned away", { peerId }),
    }),
    staged: options.snapshotFolder === undefined ? undefined : stageInFile(options.snapshotFolder),
    unixSeconds: () => time.unixSeconds(),
    onProposalTime: (proposer, aheadSeconds) => {
      const before = clock.fault();
      clock.judged(proposer, aheadSeconds);
      const fault = clock.fault();
      if (fault !== undefined && before === undefined)
        onNotice("the clock is behind", { reason: fault.message, advice: fault.explain("en").advice });
    },
    oldestEngineHeight: () => {
      const known = oldestEngineHeight;
      void askOldestHeight();
      return known;
    },
    findCertificate: (engineHeight) => findCertificate(engineHeight),
    waitForRetry: async (error: CodedError) => {
      options.onStall?.(error);
      return pause(stallRetryMs);
    },
    onNotice,
  });

  /** For the next pruning: while it commits, the engine is not asked. Never rejects. */
  const askOldestHeight = async (): Promise<void> => {
    try {
      oldestEngineHeight = (await engine.status(stopping.signal)).earliestHeight;
    } catch {
      // It is asked again at the next pruning.
    }
  };

  /** False when the engine is being stopped. */
  const pause = (ms: number): Promise<boolean> =>
    new Promise((resolve) => {
      const { signal } = stopping;
      if (signal.aborted) return resolve(false);
      const cancel = time.after(ms, () => resolve(true));
      signal.addEventListener("abort", () => (cancel(), resolve(false)), { once: true });
    });

  const findCertificate = async (engineHeight: bigint): Promise<Uint8Array | undefined> => {
    const expired = new AbortController();
    const cancel = time.after(certificateTimeoutMs, () => expired.abort());
    try {
      const found = await engine.signedHeader(engineHeight, AbortSignal.any([expired.signal, stopping.signal]));
      return found === undefined ? undefined : encodeSignedHeader(parseSignedHeader(found));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      onNotice("block stored without its commit certificate", { engineHeight, reason });
      return undefined;
    } finally {
      cancel();
    }
  };

  /** Lays out the chain for snapshots, now and then, for as long as it runs. */
  const layOut = (): void => {
    const isBehind = application.prepareSnapshots();
    cancelLayout = time.after(isBehind ? layoutPauseMs : layoutIntervalMs, layOut);
  };

  const fail = (error: unknown): void => {
    if (hasFailed || !isRunning) return;
    hasFailed = true;
    options.onFailure(error);
    halted = halt();
  };

  const halt = async (): Promise<void> => {
    if (!isRunning) return;
    isRunning = false;
    application.stop();
    broadcaster.stop();
    cancelLayout?.();
    for (const remove of removeListeners) remove();
    removeListeners = [];
    stopping.abort();
    await server?.close();
  };

  return {
    kind: "cometbft",
    get address() {
      return server?.address ?? options.abciAddress;
    },
    start: async () => {
      if (isRunning) throw consensusErrors.create("CONSENSUS_ALREADY_STARTED");
      stopping = new AbortController();
      hasFailed = false;
      application.start();
      server = listen({
        address: options.abciAddress,
        handle: (request) => application.handle(request),
        onFailure: fail,
        onForeign: (reason) => onNotice("connection refused that is no engine's", { reason }),
        onConnection: () => {
          batches.clear();
          broadcaster.sendAll();
        },
      });
      await server.open();
      isRunning = true;
      halted = undefined;
      producer.intake.countMax = intake.countMax;
      producer.intake.txBytesMax = batchBytesMax - engineTxOverheadBytes;
      broadcaster.start();
      layOut();
      removeListeners = [
        chain.onAdmit((tx, source) => {
          if (source !== "client") return;
          broadcaster.add(tx);
          intake.admitted(tx.txId);
          producer.intake.countMax = intake.countMax;
        }),
        chain.onBlock(({ txIds }) => {
          broadcaster.progressed();
          intake.committed({
            txCount: txIds.length,
            waitingCount: producer.pendingCount,
            nowMs: time.monotonicMs(),
          });
          producer.intake.countMax = intake.countMax;
        }),
      ];
    },
    stop: async () => {
      halted ??= halt();
      await halted;
    },
    clockFault: () => clock.fault(),
    view: () => ({
      engineHeight: application.engineHeight,
      blockHeight: producer.lastHeight,
      connectionCount: server?.connectionCount ?? 0,
    }),
  };
}
