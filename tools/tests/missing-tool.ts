import type { FailedTest, SkippedTest } from "./test-message.ts";

/** A skip whose reason starts with this says that the machine lacks a program. */
const missingToolPrefix = "missing tool: ";

/** The reason to skip a test with when the program `tool` is not there; `wayOut` says how to get it. */
export function missingTool(tool: string, wayOut: string): string {
  return `${missingToolPrefix}${tool} (${wayOut})`;
}

/** In CI every tool must be there: a skip for want of one becomes a failure. */
export function failOnMissingTool(skip: SkippedTest): FailedTest | undefined {
  if (!skip.reason.startsWith(missingToolPrefix)) return undefined;
  return { kind: "failed", name: skip.name, place: skip.place, error: `CI=true and ${skip.reason}`, bySubtests: false };
}
