import type { Marks } from "./mark-paper.ts";

/** How a question did in an examination. */
export interface ItemStatistics {
  readonly question: string;
  /** Papers that had it. */
  readonly papers: number;
  /** Part of them that were right, 0 to 1: high is easy. */
  readonly difficulty: number;
  /**
   * Correlation of being right with the rest of the paper's marks (corrected item-total, Pearson): near 0 or below it tells nothing about ability, or is faulty.
   * Undefined where all were alike.
   */
  readonly discrimination: number | undefined;
}

/** Statistics of each question, hardest first. */
export function analyseItems(marked: readonly Marks[]): readonly ItemStatistics[] {
  const items = new Map<string, { right: number; rest: number }[]>();
  for (const { questions, points, pointsMax } of marked)
    for (const { id, isRight } of questions) {
      const right = isRight ? 1 : 0;
      const rest = pointsMax > 1 ? (points - right) / (pointsMax - 1) : 0;
      const list = items.get(id) ?? [];
      list.push({ right, rest });
      items.set(id, list);
    }
  return [...items]
    .map(([question, list]) => ({
      question,
      papers: list.length,
      difficulty: list.reduce((sum, { right }) => sum + right, 0) / list.length,
      discrimination: correlation(list),
    }))
    .toSorted((a, b) => a.difficulty - b.difficulty || (a.question < b.question ? -1 : 1));
}

function correlation(list: readonly { readonly right: number; readonly rest: number }[]): number | undefined {
  const mean = (of: (each: (typeof list)[number]) => number): number =>
    list.reduce((sum, each) => sum + of(each), 0) / list.length;
  const [meanRight, meanRest] = [mean(({ right }) => right), mean(({ rest }) => rest)];
  const covariance = mean(({ right, rest }) => (right - meanRight) * (rest - meanRest));
  const spread = Math.sqrt(mean(({ right }) => (right - meanRight) ** 2) * mean(({ rest }) => (rest - meanRest) ** 2));
  return spread < 1e-12 ? undefined : covariance / spread;
}
