import type { Language } from "@yanta/errors";

/** A text in both languages. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/**
 * `--lang` if given, else the locale of the environment, where an empty variable counts as none: anything that starts
 * with zh is Chinese.
 */
export function chooseLanguage(flag: string | undefined, environment: NodeJS.ProcessEnv): Language {
  const wanted = flag ?? (environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "");
  return wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The value of `--lang` before the arguments are parsed, so that help too comes in the right language. */
export function languageFlag(argv: readonly string[]): string | undefined {
  const index = argv.findIndex((argument) => argument === "--lang" || argument.startsWith("--lang="));
  if (index < 0) return undefined;
  const argument = argv[index] ?? "";
  return argument.includes("=") ? argument.slice(argument.indexOf("=") + 1) : argv[index + 1];
}
