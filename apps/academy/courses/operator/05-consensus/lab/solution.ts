import { type LabBench, type Solution } from "@yanta/academy/lab";
import type { Parameters } from "./lab.ts";

export async function answer(bench: LabBench, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(answers))
    await bench.run(`send fact save file_hash=${name} file_name=${value} time=1`);
}

export const solution: Solution<Parameters> = async (bench, { nodes, base }) => {
  const quorum = Math.floor((nodes.length * 2) / 3) + 1;
  const heights = [base, base + 1, base + 2, base + 3];
  const votes = new Map<number, ReadonlyMap<string, string>>();
  for (const height of heights) {
    const lines = await bench.run(`state votes vote#${height}`);
    votes.set(height, new Map(lines.map((line) => /\.(\S+) = (.*)$/.exec(line)?.slice(1, 3) as [string, string])));
  }
  const isAbsent = (height: number, node: string): boolean => votes.get(height)?.has(node) !== true;
  await answer(bench, {
    quorum: String(quorum),
    double: nodes.find((node) => heights.some((height) => votes.get(height)?.get(node)?.includes(","))) ?? "",
    away: nodes.find((node) => isAbsent(base + 2, node) && isAbsent(base + 3, node)) ?? "",
    stuck: String(heights.find((height) => (votes.get(height)?.size ?? 0) < quorum)),
  });
};
