/** The thread of `replayInThread`. */
import { parentPort, workerData } from "node:worker_threads";
import { errorToMessage } from "../error-message.ts";
import { type ReplayedChain, replayLog } from "../replay/replay-log.ts";
import type { ReplayReport, ReplayTask, ThreadAnswer } from "./replay-in-thread.ts";

type Inspector = (chain: ReplayedChain, argument: unknown) => unknown;

const post = (answer: ThreadAnswer): void => parentPort?.postMessage(answer, []);

replay(workerData as ReplayTask).then(
  (report) => post({ kind: "report", report }),
  (error: unknown) => post({ kind: "error", error: errorToMessage(error) }),
);

async function replay({ log, inspector, ...options }: ReplayTask): Promise<ReplayReport> {
  const chain = await replayLog(log, { ...options, monotonicMs: () => performance.now() });
  const { tip, genesisHash, gasUsed } = chain;
  const inspection = inspector === undefined ? undefined : await inspect(chain, inspector);
  await chain.close();
  return { tip, genesisHash, gasUsed, inspection };
}

async function inspect(
  chain: ReplayedChain,
  { module, name, argument }: NonNullable<ReplayTask["inspector"]>,
): Promise<unknown> {
  const loaded = (await import(module)) as Readonly<Record<string, Inspector | undefined>>;
  const found = loaded[name];
  if (found === undefined) throw new Error(`${module} exports no ${name}`);
  return found(chain, argument);
}
