import { readFileSync } from "node:fs";

/** An error with a code of `errors.json` and its details; the launcher cannot use @yanta/errors, which is TypeScript. */
export class LauncherError extends Error {
  constructor(code, details) {
    super(`${code}: ${JSON.stringify(details)}`);
    this.name = "LauncherError";
    this.code = code;
    this.details = details;
  }
}

/** Prints a launcher error in the reader's language and returns the exit code for it; rethrows any other error. */
export function reportLauncherError(error, argv = process.argv) {
  if (!(error instanceof LauncherError)) throw error;
  const descriptors = JSON.parse(readFileSync(new URL("./errors.json", import.meta.url), "utf8"));
  const text = descriptors[error.code][readerLanguage(argv, process.env)];
  process.stderr.write(
    `${error.code}: ${fillIn(text.message, error.details)}\n${fillIn(text.advice, error.details)}\n`,
  );
  return 1;
}

/** `zh` or `en`: the `--lang` argument, else the first of LC_ALL, LC_MESSAGES and LANG that is set. */
export function readerLanguage(argv, env) {
  const joined = argv.find((word) => word.startsWith("--lang="))?.slice("--lang=".length);
  const separate = argv.includes("--lang") ? argv[argv.indexOf("--lang") + 1] : undefined;
  const language = joined || separate || env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  return language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function fillIn(template, details) {
  return template.replace(/\{(\w+)\}/g, (mark, name) => (name in details ? String(details[name]) : mark));
}
