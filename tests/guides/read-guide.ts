import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Language } from "@yanta/errors";

/**
 * A guide is Markdown whose code blocks are steps. HTML comments say what a test does with the block that follows:
 *
 * - no comment: a block `sh` runs to its end and must succeed; other blocks are for reading;
 * - `<!-- run: no -->`: for reading only;
 * - `<!-- run: fails -->`: runs and must fail;
 * - `<!-- run: background NAME -->`: starts and goes on until `<!-- run: stop NAME -->`, which is a Ctrl+C;
 * - `<!-- run: file PATH -->`: is written to a file;
 * - `<!-- part: NAME -->`: what follows, up to the next such comment, is run only by tests that ask for this part.
 *
 * A block `text` behind a step is what its output must hold, line by line in this order; `…` stands for anything.
 */
export interface Guide {
  readonly language: Language;
  readonly name: string;
  readonly steps: readonly GuideStep[];
}

export type GuideStep = { readonly part: string; readonly line: number } & (
  | { readonly kind: "command" | "failure"; readonly script: string; readonly expected: readonly string[] }
  | {
      readonly kind: "background";
      readonly name: string;
      readonly script: string;
      readonly expected: readonly string[];
    }
  | { readonly kind: "stop"; readonly name: string }
  | { readonly kind: "file"; readonly path: string; readonly content: string }
);

interface Block {
  readonly language: string;
  readonly content: string;
  readonly line: number;
}

const comment = /^<!-- (run|part): (\S+)(?: (\S+))? -->$/;

/** Reads `docs/guide/LANGUAGE/NAME.md`. */
export function readGuide(language: Language, name: string): Guide {
  const path = fileURLToPath(new URL(`../../docs/guide/${language}/${name}.md`, import.meta.url));
  return { language, name, steps: parseSteps(readFileSync(path, "utf8").split("\n")) };
}

function parseSteps(lines: readonly string[]): readonly GuideStep[] {
  const steps: GuideStep[] = [];
  let part = "";
  let order: readonly [string, string] | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const [, kind, word = "", operand = ""] = comment.exec(line) ?? [];
    if (kind === "part") part = word === "all" ? "" : word;
    else if (kind === "run" && word === "stop") steps.push({ kind: "stop", name: operand, part, line: at + 1 });
    else if (kind === "run") order = [word, operand];
    else if (line.startsWith("```")) {
      const block = readBlock(lines, at);
      at += block.content.split("\n").length + 1;
      const step = stepOf(block, order, { part, line: block.line, expected: expectedLines(lines, at + 1) });
      order = undefined;
      if (step !== undefined) steps.push(step);
    }
  }
  return steps;
}

function readBlock(lines: readonly string[], start: number): Block {
  const end = lines.indexOf("```", start + 1);
  if (end < 0) throw new Error(`line ${start + 1}: the block has no end`);
  return {
    language: (lines[start] ?? "").slice(3).trim(),
    content: lines.slice(start + 1, end).join("\n"),
    line: start + 1,
  };
}

interface Surroundings {
  readonly part: string;
  readonly line: number;
  readonly expected: readonly string[];
}

function stepOf(
  { language, content }: Block,
  order: readonly [string, string] | undefined,
  { part, line, expected }: Surroundings,
): GuideStep | undefined {
  const [word, operand] = order ?? ["", ""];
  switch (word) {
    case "no":
      return undefined;
    case "file":
      return { kind: "file", path: operand, content: `${content}\n`, part, line };
    case "background":
      return { kind: "background", name: operand, script: content, expected, part, line };
    case "fails":
      return { kind: "failure", script: content, expected, part, line };
    case "":
      return language === "sh" ? { kind: "command", script: content, expected, part, line } : undefined;
    default:
      throw new Error(`line ${line}: unknown order "${word}"`);
  }
}

/** The lines of a block `text` that stands right behind, past empty lines. */
function expectedLines(lines: readonly string[], from: number): readonly string[] {
  const start = lines.findIndex((line, at) => at >= from && line !== "");
  return lines[start] === "```text" ? readBlock(lines, start).content.split("\n") : [];
}
