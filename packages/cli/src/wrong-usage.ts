import type { CodedError } from "@yanta/errors";
import { cliErrors } from "./errors.ts";
import type { Text } from "./language.ts";

/** What commander says of a wrong call, which words of it name the argument, and our words for what is wrong with it. */
interface Fault {
  readonly pattern: RegExp;
  readonly reason: (words: Readonly<Record<string, string>>) => Text;
}

const needed = (): Text => ({ en: "is needed", zh: "必填" });

/** Texts of commander's version that package.json pins; a test calls each. */
const faults: readonly Fault[] = [
  {
    pattern: /^missing required argument '(?<name>.+?)'/,
    reason: needed,
  },
  {
    pattern: /^required option '(?<name>.+?)' not specified/,
    reason: needed,
  },
  {
    pattern: /^option '(?<name>.+?)' argument missing/,
    reason: () => ({ en: "takes a value", zh: "需要一个值" }),
  },
  {
    pattern: /^unknown option '(?<name>.+?)'/,
    reason: () => ({ en: "is no option of this command", zh: "不是该命令的选项" }),
  },
  {
    pattern: /^unknown command '(?<name>.+?)'/,
    reason: () => ({ en: "is no command", zh: "不是命令" }),
  },
  {
    pattern: /^option '(?<name>.+?)' cannot be used with option '(?<other>.+?)'/,
    reason: ({ other = "" }) => ({ en: `cannot be used with ${other}`, zh: `不能与 ${other} 同时使用` }),
  },
  {
    pattern: /^too many arguments.*?but got \d+: (?<name>.+)\.$/s,
    reason: () => ({ en: "more arguments than this command takes", zh: "参数多于该命令所需" }),
  },
];

/** A wrong call as commander words it, as an error like all others. */
export function wrongUsage(commanderText: string): CodedError {
  const said = commanderText.trim().replace(/^error: /, "");
  for (const { pattern, reason } of faults) {
    const words = pattern.exec(said)?.groups;
    if (words === undefined) continue;
    return cliErrors.create("CLI_ARGUMENT", {
      name: words["name"] ?? "",
      reason: withSuggestion(reason(words), said),
    });
  }
  return cliErrors.create("CLI_ARGUMENT", { name: "yanta", reason: said });
}

function withSuggestion({ en, zh }: Text, said: string): Text {
  const suggested = /\(Did you mean (?:one of )?(.+)\?\)$/.exec(said)?.[1];
  return suggested === undefined
    ? { en, zh }
    : { en: `${en}; did you mean ${suggested}?`, zh: `${zh}；是否想用 ${suggested}？` };
}
