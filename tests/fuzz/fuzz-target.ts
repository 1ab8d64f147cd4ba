import type { Random } from "../support/random.ts";

/** One parser, or one way into the node, that takes bytes of others. */
export interface FuzzTarget {
  readonly name: string;
  /** Share of the cases, beside the other targets' weights. */
  readonly weight: number;
  /** Prepares what all cases share. */
  open(): Promise<OpenTarget> | OpenTarget;
}

/** Both are good; a record says how many cases came past the parser, so that one sees whether the damage was too coarse. */
export type FuzzOutcome = "accepted" | "refused";

export interface OpenTarget {
  /**
   * Makes one case from the random numbers and runs it. Refusals by a coded error are answers; whatever else is thrown is
   * a failure, as is a broken property that the target itself finds (it throws then).
   */
  run(random: Random): FuzzOutcome | Promise<FuzzOutcome>;
  close?(): void | Promise<void>;
}
