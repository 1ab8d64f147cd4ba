import { invokeContract } from "@yanta/sdk";
import type { NodeUnderTest } from "./network-under-test.ts";

/** Pause of a sender that was refused: the network may be without a quorum. */
const pauseMs = 100;
/** Longest wait for one transaction; a node that is paused never answers. */
const answerMs = 20_000;
const waitMs = 240_000;
const standStillMs = 5_000;

/** Transactions that flow through all nodes in turn until it is stopped; what was acknowledged is remembered. */
export interface NetworkLoad {
  /** Ids of transactions that a node said to be in a block. */
  readonly acknowledged: readonly string[];
  /** Nodes that get none for now. */
  spare(nodes: readonly number[]): void;
  /** Resolves when so many more are acknowledged. */
  progress(count: number): Promise<void>;
  /** Nothing is acknowledged: after a while for blocks that were decided before, nothing for as long again. */
  standStill(): Promise<void>;
  stop(): Promise<void>;
}

export function startLoad(nodes: readonly NodeUnderTest[], inFlight: number): NetworkLoad {
  const acknowledged: string[] = [];
  const stop = new AbortController();
  let spared = new Set<number>();
  let next = 0;
  const listeners = new Set<() => void>();

  const send = async (): Promise<void> => {
    const targets = nodes.filter(({ number }) => !spared.has(number));
    const target = targets[next % targets.length];
    const key = `k${next++}`;
    if (target === undefined) throw new Error("no node takes any");
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(answerMs)]);
    const parameters = { file_hash: key, file_name: key, time: "1" };
    const { txId } = await invokeContract(target.client, { contract: "fact", method: "save", parameters, signal });
    acknowledged.push(txId);
    for (const listener of listeners) listener();
  };

  const worker = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        await send();
      } catch {
        // Not acknowledged: the node is away, or has no quorum. It may be in a block or not; nobody was told.
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  };
  const workers = Array.from({ length: inFlight }, worker);

  return {
    acknowledged,
    spare: (numbers) => {
      spared = new Set(numbers);
    },
    progress: (count) => {
      const wanted = acknowledged.length + count;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const check = (): void => {
        if (acknowledged.length >= wanted) resolve();
      };
      const timer = setTimeout(
        () => reject(new Error(`only ${count - (wanted - acknowledged.length)} of ${count} transactions came through`)),
        waitMs,
      );
      listeners.add(check);
      check();
      return promise.finally(() => {
        clearTimeout(timer);
        listeners.delete(check);
      });
    },
    standStill: async () => {
      await new Promise((resolve) => setTimeout(resolve, standStillMs));
      const before = acknowledged.length;
      await new Promise((resolve) => setTimeout(resolve, standStillMs));
      if (acknowledged.length > before)
        throw new Error(`${acknowledged.length - before} transactions were acknowledged without a quorum`);
    },
    stop: async () => {
      stop.abort();
      await Promise.all(workers);
    },
  };
}
