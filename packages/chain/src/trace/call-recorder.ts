import type { Contract } from "@yanta/protocol";
import type { CallOutcome, Parameters } from "@yanta/vm";
import type { ContractRunner } from "../execution/contract-runner.ts";
import { tracedCallsMax } from "../limits.ts";

/** One call of a contract, with the calls that it made. */
export interface TracedCall {
  /** Undefined when there is no contract of the name. */
  readonly contract: Contract | undefined;
  readonly method: string;
  /** As the runner got them: the user's, without the injected ones. */
  readonly parameters: Parameters;
  readonly outcome: CallOutcome;
  readonly calls: readonly TracedCall[];
}

/** A runner that notes down the tree of calls of one transaction. */
export interface CallRecorder {
  readonly runner: ContractRunner;
  /** The transaction's own calls so far: one, or none when it was refused before. */
  readonly calls: readonly TracedCall[];
  /** True when calls are missing because there were too many. */
  readonly isCut: boolean;
}

export function recordCalls(runner: ContractRunner): CallRecorder {
  let level: TracedCall[] = [];
  let count = 0;
  return {
    runner: (context, call) => {
      if (++count > tracedCallsMax) return runner(context, call);
      const siblings = level;
      const calls: TracedCall[] = [];
      level = calls;
      try {
        const outcome = runner(context, call);
        const { contract, method, parameters } = call;
        siblings.push({ contract, method, parameters, outcome, calls });
        return outcome;
      } finally {
        level = siblings;
      }
    },
    get calls() {
      return level;
    },
    get isCut() {
      return count > tracedCallsMax;
    },
  };
}
