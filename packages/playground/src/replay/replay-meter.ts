import { TxStatusCode } from "@yanta/protocol";
import { failedCall, type Vm } from "@yanta/vm";
import { playgroundErrors } from "../errors.ts";

/** What a replay may use. */
export interface ReplayBudget {
  /** Of the file. */
  readonly bytesMax: number;
  /** Of all contract calls together, as this execution counts it: what the log says it used does not matter. */
  readonly gasMax: bigint;
  /** Looked at before each contract call and each block; one call ends within seconds. */
  readonly timeMsMax: number;
}

/** Counts what a replay uses. Once it is too much, contracts are not run any more. */
export class ReplayMeter {
  readonly #budget: ReplayBudget;
  readonly #monotonicMs: () => number;
  readonly #startMs: number;
  #gasUsed = 0n;
  /** Calls that run inside each other. */
  #depth = 0;
  #hasEnded = false;
  readonly #gasByTx = new Map<string, bigint>();

  constructor(budget: ReplayBudget, monotonicMs: () => number) {
    this.#budget = budget;
    this.#monotonicMs = monotonicMs;
    this.#startMs = monotonicMs();
  }

  get gasUsed(): bigint {
    return this.#gasUsed;
  }

  /** Of one transaction. */
  gasUsedBy(txId: string): bigint {
    return this.#gasByTx.get(txId) ?? 0n;
  }

  /** Contracts run uncounted from now on. */
  end(): void {
    this.#hasEnded = true;
  }

  /** Errors: PLAYGROUND_REPLAY_BUDGET. */
  check(height: bigint): void {
    const what = this.#overrun();
    if (what !== undefined) throw playgroundErrors.create("PLAYGROUND_REPLAY_BUDGET", { what, height });
  }

  /** The runtime, counted. */
  watch(vm: Vm): Vm {
    return {
      runtimeTypes: vm.runtimeTypes,
      invoke: (call, context) => {
        if (this.#overrun() !== undefined)
          return failedCall(TxStatusCode.CONTRACT_FAIL, "the replay's budget is spent");
        this.#depth++;
        let gasUsed = 0n;
        try {
          const outcome = vm.invoke(call, context);
          ({ gasUsed } = outcome);
          return outcome;
        } finally {
          // The gas of inner calls is part of the outer one's.
          if (--this.#depth === 0) this.#count(context.tx.txId, gasUsed);
        }
      },
      close: () => vm.close(),
    };
  }

  #count(txId: string, gasUsed: bigint): void {
    if (this.#hasEnded) return;
    this.#gasUsed += gasUsed;
    this.#gasByTx.set(txId, this.gasUsedBy(txId) + gasUsed);
  }

  #overrun(): "gas" | "time" | undefined {
    if (this.#hasEnded) return undefined;
    if (this.#gasUsed > this.#budget.gasMax) return "gas";
    return this.#monotonicMs() - this.#startMs > this.#budget.timeMsMax ? "time" : undefined;
  }
}
