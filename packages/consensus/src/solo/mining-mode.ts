/** When the solo engine makes blocks. */
export type MiningMode =
  /** As soon as transactions wait, as ChainMaker does; never an empty block. */
  | { readonly kind: "auto" }
  /** Every so many milliseconds, also when nothing waits. Dev chains only. */
  | { readonly kind: "interval"; readonly intervalMs: number }
  /** Only when asked. Dev chains only. */
  | { readonly kind: "manual" };
