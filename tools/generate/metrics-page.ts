import { createChainMetrics, createMetricsRegistry } from "../../packages/node/src/metrics.ts";
import { createRpcMetrics } from "../../packages/rpc/src/metrics.ts";
import chinese from "./metrics.zh.json" with { type: "json" };
import { renderTable, type GeneratedPage, type Words } from "./generated-page.ts";

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames?: readonly string[];
}

/** Every metric a node serves; those of the process depend on the system, so its own are told apart. */
export const metricsPage: GeneratedPage = {
  path: "docs/generated/metrics",
  async render(_root, language) {
    const registry = createMetricsRegistry();
    const process = new Set(registry.getMetricsAsArray().map(({ name }) => name));
    createRpcMetrics(registry);
    createChainMetrics(registry);
    const metrics = registry.getMetricsAsArray() as unknown as readonly Metric[];
    const rows = metrics
      .filter(({ name }) => !process.has(name))
      .map(({ name, type, labelNames = [], help }) => [
        `\`${name}\``,
        type,
        labelNames.map((label) => `\`${label}\``).join(", "),
        language === "en" ? help : translate(name),
      ]);
    return `${heads[language]}\n${renderTable(columns[language], rows)}\n\n${ends[language]}`;
  },
};

const heads: Words = {
  en: "# Metrics\n\nMade by `npm run generate` from the metrics that a node registers; do not edit. They are served as Prometheus text.\n",
  zh: "# 监控指标\n\n由 `npm run generate` 根据节点注册的指标生成，请勿手工修改。以 Prometheus 文本格式提供。\n",
};

const columns: Readonly<Record<"en" | "zh", readonly string[]>> = {
  en: ["name", "type", "labels", "meaning"],
  zh: ["名称", "类型", "标签", "含义"],
};

const ends: Words = {
  en: "Names that begin with `yanta_process_` and `yanta_nodejs_` tell of the process: CPU, memory, open files, garbage collection,\nevent loop. Which of them there are depends on the system.\n",
  zh: "以 `yanta_process_` 和 `yanta_nodejs_` 开头的指标描述进程自身：CPU、内存、打开的文件、垃圾回收、事件循环；具体有哪些取决于操作系统。\n",
};

function translate(name: string): string {
  const text = (chinese as Readonly<Record<string, string>>)[name];
  if (text === undefined) throw new Error(`tools/generate/metrics.zh.json lacks ${name}`);
  return text;
}
