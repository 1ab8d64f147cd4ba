import { loadClients } from "@yanta/sdk";
import { cliErrors } from "../errors.ts";
import { lookAtNode, type NodeStatus } from "./network-status.ts";

/** Longest that all engines may take to agree on a first block together, on a machine that is busy with all of them. */
const engineTimeoutMs = 180_000;
const lookIntervalMs = 500;

export interface EnginesOptions {
  readonly look: () => Promise<readonly NodeStatus[]>;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly monotonicMs: () => number;
  readonly signal: AbortSignal;
}

/**
 * Waits until every node's engine has proven that it runs: it answers, has caught up, and knows a block that the engines agreed on.
 * Resolves early when the signal aborts. Errors: CLI_NETWORK_NOT_READY with the first node that lacks something.
 */
export async function untilEnginesRun({ look, pause, monotonicMs, signal }: EnginesOptions): Promise<void> {
  const deadlineMs = monotonicMs() + engineTimeoutMs;
  for (;;) {
    if (signal.aborted) return;
    const waiting = (await look()).find((node) => !isRunning(node));
    if (waiting === undefined) return;
    if (monotonicMs() > deadlineMs) throw notReady(waiting);
    await pause(lookIntervalMs, signal);
  }
}

/** Asks all nodes of an SDK configuration. */
export function lookAtNodes(sdkConfigFile: string): Promise<readonly NodeStatus[]> {
  return Promise.all(loadClients(sdkConfigFile).map(lookAtNode));
}

function isRunning({ problem, engine }: NodeStatus): boolean {
  return problem === undefined && engine !== undefined && engine.engineHeight > 0;
}

function notReady({ address, problem, problemZh }: NodeStatus): Error {
  const none = { en: "its engine has no block yet", zh: "其引擎尚无区块" };
  const reason = problem === undefined ? none : { en: problem, zh: problemZh ?? problem };
  return cliErrors.create("CLI_NETWORK_NOT_READY", { address, reason, seconds: engineTimeoutMs / 1_000 });
}
