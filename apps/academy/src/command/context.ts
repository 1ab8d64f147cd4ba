import type { Language, LocalText } from "../local-text.ts";

/** What commands get besides their options. */
export interface CommandContext {
  readonly language: Language;
  readonly text: (text: LocalText) => string;
  /** Prints a result. */
  readonly print: (line: string) => void;
  /** Prints what happens meanwhile, to standard error. */
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

/** `--lang` if given, else the locale of the environment: anything that starts with zh is Chinese. */
export function chooseLanguage(argv: readonly string[], environment: NodeJS.ProcessEnv): Language {
  const at = argv.findIndex((argument) => argument === "--lang" || argument.startsWith("--lang="));
  const argument = argv[at] ?? "";
  const flag = argument.includes("=") ? argument.slice(argument.indexOf("=") + 1) : argv[at + 1];
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "";
  return (at >= 0 ? (flag ?? "") : locale).toLowerCase().startsWith("zh") ? "zh" : "en";
}
