import type { CommandContext } from "./command-context.ts";
import { printable } from "./readable-bytes.ts";

/** Lines a second: what a person still follows. A load of thousands of transactions must not wait for a terminal. */
const linesPerSecondMax = 100;

/** Characters of one line. */
const lineLengthMax = 500;

/** A line that a contract logged. */
export interface ContractLogLine {
  readonly contract: string;
  readonly text: string;
}

/** Tells what contracts log, as long as it is not too much: then how many lines were left out. `nowMs` never goes back. */
export function createContractLog(
  { output, text }: Pick<CommandContext, "output" | "text">,
  nowMs: () => number,
): (line: ContractLogLine) => void {
  let windowStart = nowMs();
  let shown = 0;
  let left = 0;
  return ({ contract, text: logged }) => {
    const now = nowMs();
    if (now - windowStart >= 1000) {
      const count = left;
      if (count > 0)
        output().note({ log: { left: count } }, () =>
          text({ en: `… ${count} more lines of contracts`, zh: `… 另有 ${count} 行合约日志未显示` }),
        );
      windowStart = now;
      shown = 0;
      left = 0;
    }
    if (++shown > linesPerSecondMax) {
      left++;
      return;
    }
    const line = logged.slice(0, lineLengthMax);
    output().note({ log: { contract, text: line } }, () => `[${contract}] ${printable(line)}`);
  };
}
