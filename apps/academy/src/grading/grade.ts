import type { LocalText } from "../local-text.ts";

/** What came of one assertion. */
export interface AssertionResult {
  readonly name: string;
  readonly says: LocalText;
  readonly holds: boolean;
}

/** What a log came to: judged, or not taken at all. Plain data: it crosses threads and the network. */
export type Grade =
  | {
      readonly kind: "graded";
      readonly passed: boolean;
      readonly results: readonly AssertionResult[];
      readonly height: bigint;
      /** Of the last block, hex: whoever executes the log comes to the same. */
      readonly hash: string;
      readonly gasUsed: bigint;
    }
  | {
      readonly kind: "refused";
      /** Of the academy's errors, e.g. ACADEMY_LOG_EDITED. */
      readonly code: string;
      readonly message: LocalText;
    };

/** When an attempt took place, in Unix seconds by the server's clock. Kept with a submission, so that it can be graded again. */
export interface AttemptTimes {
  /** When the lab was handed out; unknown when absent. */
  readonly issuedAt?: bigint;
  readonly receivedAt: bigint;
}
