/** Time as the solo engine needs it; the node gives the machine's, tests give their own. */
export interface SoloTime {
  /** For block timestamps. */
  unixSeconds(): bigint;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
  /** Runs `action` once after `delayMs` (0 = as soon as the current work is done). Returns what cancels it. */
  after(delayMs: number, action: () => void): () => void;
}
