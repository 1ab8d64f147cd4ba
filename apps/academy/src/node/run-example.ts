import { openHeadlessPlayground } from "@yanta/playground/headless";
import { createSeededDump } from "@yanta/playground/seeded";
import { runTranscript } from "../console/transcript.ts";
import type { LessonExample } from "../course/course.ts";
import { type BenchTools, openBench } from "../lab/open-bench.ts";

/** Types a worked example into a new chain, always the same one. Returns what differs from the transcript. */
export async function runExample(
  id: string,
  { transcript, editor }: LessonExample,
  tools: BenchTools,
): Promise<readonly string[]> {
  const playground = await openHeadlessPlayground({ load: createSeededDump(`academy/1/${id}/example`) });
  try {
    return await runTranscript(openBench(playground, tools, editor), transcript);
  } finally {
    await playground.close();
  }
}
