import { parseDocument } from "yaml";
import { lessonCharactersMin, lessonWordsMin } from "../limits.ts";
import type { Language } from "../local-text.ts";
import { findMarkdownFault, type MarkdownNode, type MarkdownTree, parseMarkdown } from "../markdown/parse-markdown.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { frontMatterSchema } from "./course-format.ts";
import type { LessonText } from "./course.ts";

/** A code block that is a piece of one of the example's files: three backticks, language, file. */
export interface QuotedFile {
  readonly file: string;
  readonly text: string;
}

export type ParsedLesson =
  | { readonly kind: "lesson"; readonly text: LessonText; readonly quotes: readonly QuotedFile[] }
  | { readonly kind: "fault"; readonly reason: string };

/** Reads a lesson's file: YAML between `---` lines, then Markdown. */
export function parseLesson(source: string, language: Language): ParsedLesson {
  const text = source.replaceAll("\r\n", "\n");
  const [, head, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  if (head === undefined || body === undefined) return fault("it does not begin with front matter between --- lines");
  if (/[\p{Cs}\u0000-\u0008\u000b-\u001f\u061c\u202a-\u202e\u2066-\u2069]/u.test(text))
    return fault("control characters, or characters that change the direction of reading");
  const front = frontMatterSchema.safeParse(parseYaml(head));
  if (!front.success) return fault(describeIssues(front.error.issues));
  const root = parseMarkdown(body);
  const found = findMarkdownFault(root) ?? findLengthFault(root, language);
  if (found !== undefined) return fault(found);
  return { kind: "lesson", text: { ...front.data, html: renderMarkdown(body) }, quotes: collectQuotes(root) };
}

/** One line on everything that a schema found. */
export function describeIssues(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues.map(({ path, message }) => `${path.map(String).join(".") || "file"}: ${message}`).join("; ");
}

/** Plain YAML: no aliases, which make small files large, no tags of its own. Undefined when it is broken. */
function parseYaml(text: string): unknown {
  const document = parseDocument(text, { schema: "core", uniqueKeys: true });
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function findLengthFault(root: MarkdownTree, language: Language): string | undefined {
  const text = proseOf(root);
  const count =
    language === "zh"
      ? (text.match(/\p{Script=Han}/gu)?.length ?? 0)
      : (text.match(/[A-Za-z][A-Za-z'’-]*/g)?.length ?? 0);
  const min = language === "zh" ? lessonCharactersMin : lessonWordsMin;
  return count >= min
    ? undefined
    : `${count} ${language === "zh" ? "characters" : "words"} of its own text, fewer than ${min}`;
}

/** The text without code. */
function proseOf(node: MarkdownNode): string {
  if (node.type === "text") return `${node.value} `;
  return "children" in node ? node.children.map(proseOf).join("") : "";
}

function collectQuotes(root: MarkdownTree): readonly QuotedFile[] {
  return codeBlocks(root).flatMap(({ meta, value }) =>
    meta === null || meta === undefined ? [] : [{ file: meta.trim(), text: value }],
  );
}

function codeBlocks(node: MarkdownNode): readonly Extract<MarkdownNode, { readonly type: "code" }>[] {
  if (node.type === "code") return [node];
  return "children" in node ? node.children.flatMap(codeBlocks) : [];
}

function fault(reason: string): ParsedLesson {
  return { kind: "fault", reason };
}
