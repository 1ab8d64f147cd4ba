import type { ReplayedChain } from "@yanta/playground/replay";
import { academyErrors } from "../errors.ts";
import type { LabInstance } from "../lab/lab-instance.ts";
import type { Evidence } from "../lab/lab.ts";
import type { LabTransaction } from "../lab/lab-transaction.ts";
import type { BenchTools } from "../lab/open-bench.ts";
import { clockSkewSeconds } from "../limits.ts";
import { checkStart, handMadeContract } from "./check-start.ts";
import type { AttemptTimes } from "./grade.ts";
import { runProbe } from "./run-probe.ts";

export interface GradingOptions {
  /** What the chain was executed from. */
  readonly log: Uint8Array;
  readonly tools: BenchTools;
  readonly times: AttemptTimes;
}

/**
 * Checks that a replayed chain is an attempt at an instance, and gathers what its grader looks at.
 *
 * Errors: ACADEMY_START_CHANGED, ACADEMY_STATE_PLANTED, ACADEMY_CLOCK_MOVED.
 */
export async function collectEvidence<Parameters>(
  chain: ReplayedChain,
  instance: LabInstance<Parameters>,
  { log, tools, times }: GradingOptions,
): Promise<Evidence<Parameters>> {
  const startHeight = await checkStart(chain, instance, tools);
  if (instance.lab.clock !== "free") checkClock(chain, times);
  const { parameters, addressOf } = instance;
  const txs = listTransactions(chain, startHeight);
  const probed = await runProbe(instance, { log, hash: chain.tip.hash, tools });
  return { parameters, chain, txs, addressOf, probed };
}

function listTransactions(chain: ReplayedChain, startHeight: bigint): readonly LabTransaction[] {
  const found: LabTransaction[] = [];
  for (let height = startHeight + 1n; height <= chain.tip.height; height++) {
    const block = chain.getBlock(height);
    for (const tx of block?.txs ?? []) {
      if (tx.contract === handMadeContract) throw academyErrors.create("ACADEMY_STATE_PLANTED", { height });
      const request = chain.getRequest(tx.txId);
      if (block !== undefined && request !== undefined) found.push({ ...tx, request, blockTimestamp: block.timestamp });
    }
  }
  return found;
}

/** Blocks lie between handing out and receiving, and never before an earlier one; learners' clocks may be off a little. */
function checkClock(chain: ReplayedChain, { issuedAt, receivedAt }: AttemptTimes): void {
  let earliest = (issuedAt ?? 0n) - clockSkewSeconds;
  for (let height = 1n; height <= chain.tip.height; height++) {
    const timestamp = chain.getBlock(height)?.timestamp ?? 0n;
    if (timestamp < earliest || timestamp > receivedAt + clockSkewSeconds)
      throw academyErrors.create("ACADEMY_CLOCK_MOVED", { height });
    earliest = timestamp;
  }
}
