/**
 * The first expected line that the output lacks, or undefined. Lines must come in this order, others may stand between;
 * `…` stands for anything, runs of blanks count as one.
 */
export function findMissingLine(output: string, expected: readonly string[]): string | undefined {
  const lines = output.split("\n").map(squeeze);
  let at = 0;
  for (const wanted of expected) {
    if (squeeze(wanted) === "") continue;
    const pattern = linePattern(squeeze(wanted));
    const found = lines.findIndex((line, index) => index >= at && pattern.test(line));
    if (found < 0) return wanted;
    at = found + 1;
  }
  return undefined;
}

const squeeze = (line: string): string => line.trim().replace(/\s+/g, " ");

function linePattern(wanted: string): RegExp {
  const pieces = wanted.split("…").map((piece) => piece.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  return new RegExp(`^${pieces.join(".*")}$`, "u");
}
