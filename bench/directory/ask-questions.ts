import type { IndexStore } from "@yanta/index-store";
import { searchQuery } from "../../apps/directory/src/api/search.ts";
import { askSearch } from "../../apps/directory/src/search/ask-search.ts";
import { quantile, round } from "../system/statistics.ts";

/** What people look for: common and rare words, several, one character, English, with facets, all. */
const questions: readonly Readonly<Record<string, string>>[] = [
  { q: "企业登记" },
  { q: "许可信息" },
  { q: "营业执照" },
  { q: "教师资格 许可" },
  { q: "空气质量监测" },
  { q: "不动产登记 2020" },
  { q: "信息" },
  { q: "税" },
  { q: "雁塔区 企业" },
  { q: "tax" },
  { q: "business licence" },
  { q: "inspection food" },
  { q: "行政处罚", sharing: "1" },
  { q: "登记", district: "市级", format: "3" },
  { q: "统一社会信用代码", cycle: "1,2" },
  { q: "完全没有的词语" },
  { q: "" },
  { q: "", sharing: "2", sort: "newest" },
  { q: "管理", page: "5" },
  { q: "施工许可 统计", attribute: "3" },
];

export interface QuestionTimes {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** CPU of this process for a question: with PGlite all of it. */
  readonly cpuMs: number;
  /** CPU of the server for a question; 0 with PGlite. */
  readonly serverCpuMs: number;
  /** The same over the best time of each question: what it takes when nothing else runs. */
  readonly best: { readonly p50Ms: number; readonly p95Ms: number };
  readonly worst: { readonly question: string; readonly ms: number };
  /** Best time of each question, most expensive first. */
  readonly byQuestion: Readonly<Record<string, number>>;
}

/** Asks all questions in turn, some rounds after one that warms up. */
export async function askQuestions(
  store: IndexStore,
  rounds: number,
  serverCpuMs: () => number,
): Promise<QuestionTimes> {
  const times = new Map<string, number[]>();
  let cpuUs = 0;
  let serverBefore = 0;
  for (let turn = 0; turn <= rounds; turn++) {
    if (turn === 1) serverBefore = serverCpuMs();
    for (const question of questions) {
      const startedAt = performance.now();
      const before = process.cpuUsage();
      await askSearch(store, searchQuery.parse(question));
      const ms = performance.now() - startedAt;
      const { user, system } = process.cpuUsage(before);
      if (turn > 0) cpuUs += user + system;
      const name = JSON.stringify(question);
      if (turn > 0) times.set(name, [...(times.get(name) ?? []), ms]);
    }
  }
  const all = [...times.values()].flat();
  const bests = [...times].map(([question, list]) => ({ question, ms: toTenths(Math.min(...list)) }));
  const byCost = bests.toSorted((left, right) => right.ms - left.ms);
  return {
    p50Ms: toTenths(quantile(all, 0.5)),
    p95Ms: toTenths(quantile(all, 0.95)),
    cpuMs: toTenths(cpuUs / 1000 / all.length),
    serverCpuMs: toTenths((serverCpuMs() - serverBefore) / all.length),
    best: {
      p50Ms: quantile(
        bests.map(({ ms }) => ms),
        0.5,
      ),
      p95Ms: quantile(
        bests.map(({ ms }) => ms),
        0.95,
      ),
    },
    worst: byCost[0] ?? { question: "", ms: 0 },
    byQuestion: Object.fromEntries(byCost.map(({ question, ms }) => [question, ms])),
  };
}

function toTenths(ms: number): number {
  return round(ms, 1);
}
