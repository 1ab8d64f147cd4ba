import type { CodedError } from "@yanta/errors";
import { engineErrors } from "./errors.ts";

/** How an engine's process ended, in both languages. */
export interface EngineEnding {
  readonly en: string;
  readonly zh: string;
  /** What a person can do about it, where its last words tell. */
  readonly error?: CodedError;
}

export interface EndedProcess {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last line that it wrote outside of its log. */
  readonly lastWords: string;
  readonly home: string;
}

/** What a process that ended says by its status and its last words: its own words name neither the key of ours nor the folder. */
export function endingOf({ code, signal, lastWords, home }: EndedProcess): EngineEnding {
  if (signal !== null) return { en: `signal ${signal}`, zh: `信号 ${signal}` };
  const error = errorOf(lastWords, home);
  if (error !== undefined) return { en: error.explain("en").message, zh: error.explain("zh").message, error };
  return { en: `exit code ${code}`, zh: `退出码 ${code}` };
}

/** Go's words for EADDRINUSE of its listeners, and for EAGAIN of a LevelDB folder that another process has locked. */
function errorOf(lastWords: string, home: string): CodedError | undefined {
  const address = /listen (?:tcp|unix) (\S+): bind: address already in use/.exec(lastWords)?.[1];
  if (address !== undefined) return engineErrors.create("ENGINE_PORT_BUSY", { address });
  if (lastWords.includes("resource temporarily unavailable"))
    return engineErrors.create("ENGINE_FOLDER_BUSY", { path: home });
  return undefined;
}
