import type { Latency } from "./statistics.ts";

/** What the generator process is asked to do. */
export interface GeneratorJob {
  readonly folder: string;
  readonly port: number;
  readonly count: number;
  readonly sync: boolean;
  /** Calls in flight at most, closed loop. */
  readonly inFlight: number;
  /** Open loop: sends a second. */
  readonly perSecond?: number;
  /** Distinguishes the keys of this run. */
  readonly label: string;
  /** `normal`: own key and a short value for each; `worst`: all write one key, 16 kB of value and event each. */
  readonly shape: "normal" | "worst";
}

export interface GeneratorResult {
  readonly sent: number;
  readonly refused: number;
  readonly committed: number;
  readonly lost: number;
  /** Committed transactions a second, from the first send to the last commit. */
  readonly perSecond: number;
  readonly rpcMs: Latency;
  /** From the send to the block's arrival; synchronous: to the answer. */
  readonly commitMs: Latency;
}
