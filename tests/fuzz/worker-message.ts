/** What a fuzz worker tells its parent. */
export type WorkerMessage =
  | {
      readonly kind: "progress";
      readonly cases: number;
      readonly accepted: number;
      readonly slowestMs: number;
      readonly slowestCase: number;
      readonly residentBytes: number;
    }
  | { readonly kind: "failure"; readonly case: number; readonly text: string }
  | { readonly kind: "done" };
