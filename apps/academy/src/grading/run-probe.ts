import { openHeadlessPlayground } from "@yanta/playground/headless";
import { createInstanceDump, type LabInstance } from "../lab/lab-instance.ts";
import type { Probed } from "../lab/lab.ts";
import { type BenchTools, openBench } from "../lab/open-bench.ts";
import { SeededChoice } from "../lab/seeded-choice.ts";

export interface ProbeOptions {
  readonly log: Uint8Array;
  /** Of the log's last block, hex. */
  readonly hash: string;
  readonly tools: BenchTools;
}

/** Goes on with the chain of a log, which was executed before within a budget, and tries what the lab wants tried. */
export async function runProbe<Parameters>(
  instance: LabInstance<Parameters>,
  { log, hash, tools }: ProbeOptions,
): Promise<Probed> {
  const { lab, parameters } = instance;
  if (lab.probe === undefined) return {};
  const playground = await openHeadlessPlayground({ load: createInstanceDump(instance, log) });
  try {
    return await lab.probe(openBench(playground, tools), parameters, new SeededChoice(`academy/1/probe/${hash}`));
  } finally {
    await playground.close();
  }
}
