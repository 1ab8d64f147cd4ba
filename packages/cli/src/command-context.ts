import type { Text } from "./language.ts";
import type { Output } from "./output.ts";

/** What commands get besides their own options. */
export interface CommandContext {
  /** The output of the running command, which knows --json and --lang. */
  readonly output: () => Output;
  readonly text: (text: Text) => string;
  readonly signal: AbortSignal;
}
