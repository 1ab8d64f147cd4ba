import type { Playground } from "../interface.ts";
import { openPlayground } from "../open-playground.ts";
import { WorkerInProcess } from "./worker-in-process.ts";

export interface HeadlessOptions {
  /** A dump to go on from, which is executed first. A new chain when absent. */
  readonly load?: Uint8Array;
}

/**
 * A playground in this thread and its memory, for servers and tests: what prepares a chain for somebody's tab, or goes on with
 * the chain that came back. A dump from outside is executed without a budget: replay it first.
 *
 * Errors: those of `openPlayground`.
 */
export function openHeadlessPlayground(options: HeadlessOptions = {}): Promise<Playground> {
  return openPlayground({ worker: new WorkerInProcess().asWorker(), storage: "memory", ...options });
}
