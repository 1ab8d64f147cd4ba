import type { LabBench } from "../lab/lab.ts";

/** A command and the lines that it is to print. */
export interface TranscriptEntry {
  readonly command: string;
  /** `…` in a line stands for any text: ids and hashes differ each time. */
  readonly expected: readonly string[];
}

const prompt = "> ";

/** Reads a transcript: lines that begin with `> ` are commands, the others are what the command above prints. */
export function parseTranscript(text: string): readonly TranscriptEntry[] {
  const entries: { command: string; expected: string[] }[] = [];
  for (const line of text.split("\n")) {
    if (line.startsWith(prompt)) entries.push({ command: line.slice(prompt.length), expected: [] });
    else if (line.trim() !== "") entries.at(-1)?.expected.push(line);
  }
  return entries;
}

/** Types a transcript's commands and compares what they print. Returns what differs; nothing when all is as written. */
export async function runTranscript(bench: LabBench, text: string): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const { command, expected } of parseTranscript(text)) {
    const printed = await bench.run(command);
    const isSame = printed.length === expected.length && printed.every((line, at) => matches(line, expected[at] ?? ""));
    if (!isSame) differences.push(`> ${command}\nprinted:\n${printed.join("\n")}\nexpected:\n${expected.join("\n")}`);
  }
  return differences;
}

function matches(line: string, expected: string): boolean {
  const [first = "", ...pieces] = expected.trimEnd().split("…");
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const [index, piece] of pieces.entries()) {
    const isLast = index === pieces.length - 1;
    const found = isLast ? line.length - piece.length : line.indexOf(piece, at);
    if (found < at || !line.startsWith(piece, found)) return false;
    at = found + piece.length;
  }
  return at === line.length;
}
