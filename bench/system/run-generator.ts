import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { GeneratorJob, GeneratorResult } from "./generator-job.ts";
import { cpuOf } from "./machine.ts";
import { round } from "./statistics.ts";

const script = fileURLToPath(new URL("./generator.ts", import.meta.url));

export interface MeasuredRun extends GeneratorResult {
  /** CPU µs of the node for each committed transaction, from the first send to the last commit seen. */
  readonly nodeCpuUs: number;
  readonly generatorCpuUs: number;
}

/** Lets the generator sign, then measures the node while it sends. */
export async function runGenerator(job: GeneratorJob, nodePid: number): Promise<MeasuredRun> {
  const child = fork(script, [JSON.stringify(job)]);
  const ended = once(child, "exit");
  const failed = ended.then(() => {
    throw new Error("the generator ended without a result");
  });
  failed.catch(() => undefined);
  const message = async (): Promise<unknown> =>
    ((await Promise.race([once(child, "message"), failed])) as unknown[])[0];
  await message();
  const pid = child.pid ?? 0;
  const before = { node: cpuOf(nodePid), generator: cpuOf(pid) };
  child.send("go");
  const result = (await message()) as GeneratorResult;
  const node = cpuOf(nodePid) - before.node;
  const generator = cpuOf(pid) - before.generator;
  await ended;
  return {
    ...result,
    nodeCpuUs: round(node / result.committed, 1),
    generatorCpuUs: round(generator / result.committed, 1),
  };
}
