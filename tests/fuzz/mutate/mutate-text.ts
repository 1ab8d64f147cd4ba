import type { Random } from "../../support/random.ts";

const pieces = [
  "",
  " ",
  "\t",
  "\n",
  "\r\n",
  "-",
  ":",
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  "&a ",
  "*a",
  "<<: *a",
  "!!binary ",
  "|",
  ">",
  "#",
  "null",
  "~",
  "true",
  "0x7f",
  "1e999",
  "-1",
  "18446744073709551616",
  "..",
  "../",
  "\0",
  "\u202e",
  "雁",
  "__proto__",
  "-----BEGIN CERTIFICATE-----",
  "-----END CERTIFICATE-----",
  "====",
];
const changesMax = 4;

/** A text with lines or pieces left out, doubled, moved or replaced. */
export function mutateText(text: string, random: Random): string {
  let lines = text.split("\n");
  for (let count = 1 + random.below(changesMax); count > 0; count--) lines = changeLines(lines, random);
  return lines.join(random.below(20) === 0 ? "\r\n" : "\n");
}

function changeLines(lines: string[], random: Random): string[] {
  if (lines.length === 0) return [random.pick(pieces)];
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  const column = random.below(line.length + 1);
  switch (random.below(7)) {
    case 0:
      return lines.toSpliced(at, 1);
    case 1:
      return lines.toSpliced(random.below(lines.length + 1), 0, line);
    case 2:
      return lines.toSpliced(at, 1 + random.below(8));
    case 3:
      return lines.with(at, line.slice(0, column) + random.pick(pieces) + line.slice(column));
    case 4:
      return lines.with(at, line.slice(0, column) + random.pick(pieces));
    case 5:
      return lines.with(at, " ".repeat(random.below(6)) + line.trimStart());
    default:
      return lines.with(at, line.slice(0, column) + String.fromCodePoint(random.below(0x500)) + line.slice(column + 1));
  }
}
