import type { Language } from "@yanta/errors";
import { nodeSchema } from "../../packages/node/src/config/node-schema.ts";
import { ineffectiveSections } from "../../packages/node/src/config/sort-keys.ts";
import { renderTable, type GeneratedPage, type Words } from "./generated-page.ts";

/** What is asked of a zod schema, as its `_zod.def` and `meta()` tell. */
interface Schema {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly element?: Schema;
    readonly innerType?: Schema;
    readonly defaultValue?: unknown;
    readonly entries?: Readonly<Record<string, string>>;
  };
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
  meta(): Readonly<Record<string, unknown>> | undefined;
}

interface Key {
  readonly name: string;
  readonly standard: string;
  readonly takes: Words;
  readonly meaning: Words;
}

/** The keys of chainmaker.yml with an effect, and ChainMaker's others. */
export const configurationPage: GeneratedPage = {
  path: "docs/generated/configuration",
  async render(_root, language) {
    const keys = findKeys(nodeSchema, "");
    const effective = keys.map((key) => [`\`${key.name}\``, key.standard, key.takes[language], key.meaning[language]]);
    const ineffective = Object.entries(ineffectiveSections).map(([name, why]) => [`\`${name}\``, why[language]]);
    const words = texts[language];
    return [
      words.head,
      renderTable(words.columns, effective),
      words.ineffective,
      renderTable(words.ineffectiveColumns, ineffective),
      "",
    ].join("\n\n");
  },
};

const texts: Readonly<
  Record<
    Language,
    {
      readonly head: string;
      readonly columns: readonly string[];
      readonly ineffective: string;
      readonly ineffectiveColumns: readonly string[];
    }
  >
> = {
  en: {
    head: `# Keys of chainmaker.yml

Made by \`npm run generate\` from \`packages/node/src/config\`; do not edit. Keys are read without regard to case. A flag wins over
an environment variable (\`YANTA_RPC_HOST\`, \`YANTA_RPC_PORT\`, \`YANTA_MONITOR_PORT\`, \`YANTA_LOG_LEVEL\`, \`YANTA_KEY_PASSWORD\`), that over
the file, the file over the default. Relative paths are looked for from the working directory first, then from the file's folder.`,
    columns: ["key", "default", "takes", "meaning"],
    ineffective: `## ChainMaker's keys without an effect

They are accepted and named once in the log at start. A name stands for all that is below it, except for keys of the table
above. Any other key is unknown: a warning asks to check its spelling.`,
    ineffectiveColumns: ["key", "why"],
  },
  zh: {
    head: `# chainmaker.yml 配置项

由 \`npm run generate\` 根据 \`packages/node/src/config\` 生成，请勿手工修改。键名不区分大小写。优先级：命令行参数 > 环境变量
（\`YANTA_RPC_HOST\`、\`YANTA_RPC_PORT\`、\`YANTA_MONITOR_PORT\`、\`YANTA_LOG_LEVEL\`、\`YANTA_KEY_PASSWORD\`）> 配置文件 > 默认值。
相对路径先按工作目录查找，再按配置文件所在目录查找。`,
    columns: ["配置项", "默认值", "取值", "说明"],
    ineffective: `## 接受但不起作用的长安链配置项

启动时会在日志中列出一次。表中名称包含其下所有配置项（上表已列出的除外）。除此之外的键视为未知，日志会提示检查拼写。`,
    ineffectiveColumns: ["配置项", "原因"],
  },
};

function findKeys(schema: Schema, prefix: string): readonly Key[] {
  const inner = unwrap(schema);
  return Object.entries(inner.def.shape ?? {}).flatMap(([name, field]) => {
    const bare = unwrap(field);
    const key = prefix + name;
    if (bare.def.type === "object") return findKeys(bare, `${key}.`);
    if (bare.def.type === "array" && bare.def.element?.def.type === "object")
      return findKeys(bare.def.element, `${key}[].`);
    return [{ name: key, standard: standardOf(field), takes: takenBy(bare), meaning: meaningOf(key, field) }];
  });
}

function unwrap(schema: Schema): Schema {
  return schema.def.innerType === undefined ? schema : unwrap(schema.def.innerType);
}

function standardOf(schema: Schema): string {
  const { defaultValue, innerType } = schema.def;
  if (defaultValue !== undefined) return defaultValue === "" ? "" : `\`${JSON.stringify(defaultValue)}\``;
  return innerType === undefined ? "" : standardOf(innerType);
}

function takenBy({ def, minValue, maxValue }: Schema): Words {
  if (def.type === "boolean") return { en: "true, false", zh: "true、false" };
  if (def.type === "array") return { en: "list", zh: "列表" };
  if (def.type === "enum") {
    const names = Object.keys(def.entries ?? {});
    return { en: names.join(", "), zh: names.join("、") };
  }
  if (def.type === "number") {
    const isBounded = typeof maxValue === "number" && maxValue < Number.MAX_SAFE_INTEGER;
    if (isBounded) return { en: `${minValue} to ${maxValue}`, zh: `${minValue} 至 ${maxValue}` };
    const isFromBelow = typeof minValue === "number" && minValue > Number.MIN_SAFE_INTEGER;
    return isFromBelow ? { en: `${minValue} or more`, zh: `不小于 ${minValue}` } : { en: "whole number", zh: "整数" };
  }
  return { en: "text", zh: "文本" };
}

function meaningOf(key: string, schema: Schema): Words {
  const { en, zh } = schema.meta() ?? {};
  if (typeof en !== "string" || typeof zh !== "string") throw new Error(`${key}: its schema lacks a meaning (meta)`);
  return { en, zh };
}
