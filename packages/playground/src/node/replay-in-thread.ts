import { Worker } from "node:worker_threads";
import type { CodedError } from "@yanta/errors";
import { messageToError } from "../error-message.ts";
import { playgroundErrors } from "../errors.ts";
import type { ChainTip } from "../interface.ts";
import type { ErrorMessage } from "../messages.ts";
import { replayGraceMs, replayMemoryMbDefault } from "../limits.ts";
import type { ReplayBudget } from "../replay/replay-meter.ts";

export interface ReplayTask {
  /** A file of `exportLog` or `dump`. */
  readonly log: Uint8Array;
  readonly budget: ReplayBudget;
  /** Hex; see `ReplayOptions`. */
  readonly genesisHash?: string;
  /**
   * Who looks at the replayed chain, in the thread: `await (await import(module))[name](chain, argument)`. What it returns must be
   * something that can be cloned. Its time counts, too.
   */
  readonly inspector?: { readonly module: string; readonly name: string; readonly argument?: unknown };
  /** Megabytes of the thread's heap; `replayMemoryMbDefault` when absent. */
  readonly memoryMbMax?: number;
}

export interface ReplayReport {
  readonly tip: ChainTip;
  readonly genesisHash: string;
  readonly gasUsed: bigint;
  /** What the inspector returned. */
  readonly inspection: unknown;
}

/** From the thread. */
export type ThreadAnswer =
  | { readonly kind: "report"; readonly report: ReplayReport }
  | { readonly kind: "error"; readonly error: ErrorMessage };

/**
 * `replayLog` in a thread of its own, for servers: its memory is bounded, and it is ended from outside when its time is over,
 * whatever it does.
 *
 * Errors: those of `replayLog`, PLAYGROUND_REPLAY_BUDGET also for memory, PLAYGROUND_WORKER_FAILED.
 */
export async function replayInThread({
  memoryMbMax = replayMemoryMbDefault,
  ...task
}: ReplayTask): Promise<ReplayReport> {
  const thread = new Worker(new URL("./replay-thread.ts", import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memoryMbMax },
    env: {},
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<ReplayReport>((resolve, reject) => {
      timer = setTimeout(() => reject(overrun("time")), task.budget.timeMsMax + replayGraceMs);
      thread.once("message", (answer: ThreadAnswer) => {
        if (answer.kind === "report") resolve(answer.report);
        else reject(messageToError(answer.error));
      });
      thread.once("error", (error) => reject(threadFault(error)));
      thread.once("exit", (code) => reject(threadFault(new Error(`it ended with code ${code}`))));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

function threadFault(error: unknown): CodedError {
  if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") return overrun("memory");
  const reason = error instanceof Error ? error.message : String(error);
  return playgroundErrors.create("PLAYGROUND_WORKER_FAILED", { reason }, error);
}

function overrun(what: "time" | "memory"): CodedError {
  return playgroundErrors.create("PLAYGROUND_REPLAY_BUDGET", { what, height: -1n });
}
