/** Pause before a node is started again, doubled each time it ends soon; how often in a row; and when an end is no longer soon. */
export const restartPauseMsMin = 2_000;
export const restartPauseMsMax = 60_000;
export const restartsMax = 8;
export const restartResetMs = 300_000;

/** A node while it runs. */
export interface KeptNode {
  /** Resolves with the way it ended. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** What becomes of a node that ended. */
export type KeptNodeEvent =
  | { readonly kind: "ended"; readonly reason: string; readonly pauseMs: number }
  | { readonly kind: "serves" }
  | { readonly kind: "given-up"; readonly reason: string };

export interface KeepRunningOptions {
  readonly first: KeptNode;
  /** Starts it again; rejects when it does not come to serve. */
  readonly start: () => Promise<KeptNode>;
  readonly onEvent: (event: KeptNodeEvent) => void;
  /** Waits; resolves early when the signal aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly monotonicMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Starts a node again each time it ends without being asked to, with growing pauses and not for ever. Resolves after the signal
 * aborted and the node has stopped, or when the node is given up. Never rejects.
 */
export async function keepRunning(options: KeepRunningOptions): Promise<void> {
  const { signal, onEvent, pause, monotonicMs } = options;
  let node = options.first;
  let inARow = 0;
  for (;;) {
    const startedMs = monotonicMs();
    const reason = await endOf(node, signal);
    if (signal.aborted) return node.stop();
    if (monotonicMs() - startedMs >= restartResetMs) inARow = 0;
    if (inARow === restartsMax) return onEvent({ kind: "given-up", reason });
    const pauseMs = Math.min(restartPauseMsMax, restartPauseMsMin * 2 ** inARow);
    inARow++;
    onEvent({ kind: "ended", reason, pauseMs });
    await pause(pauseMs, signal);
    if (signal.aborted) return undefined;
    try {
      node = await options.start();
      onEvent({ kind: "serves" });
    } catch (error) {
      node = endedNode(error instanceof Error ? error.message : String(error));
    }
  }
}

/** One that did not come to serve. */
function endedNode(reason: string): KeptNode {
  return { ended: Promise.resolve(reason), stop: () => Promise.resolve() };
}

function endOf(node: KeptNode, signal: AbortSignal): Promise<string> {
  const aborted = new Promise<string>((resolve) => {
    if (signal.aborted) resolve("");
    else signal.addEventListener("abort", () => resolve(""), { once: true });
  });
  return Promise.race([node.ended, aborted]);
}
