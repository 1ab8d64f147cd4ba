import { bytesToUtf8 } from "@yanta/bytes";
import { type Unzipped, unzipSync } from "fflate";
import type { Language } from "../local-text.ts";
import { examErrors } from "./errors.ts";
import { type BankQuestion, bankQuestion } from "./exam.ts";
import { bankQuestionsMax, qtiFileBytesMax, qtiPackageBytesMax } from "./limits.ts";
import { findAll, readXml, textOf, type XmlElement } from "./read-xml.ts";

/** What a package held. */
export interface ImportedBank {
  readonly questions: readonly BankQuestion[];
  /** Files whose items are not taken, with why: other interactions, several right answers, templates. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

/** One item in one language. */
interface ReadItem {
  readonly id: string;
  readonly language: Language;
  readonly text: string;
  readonly options: readonly {
    readonly identifier: string;
    readonly text: string;
    readonly right: boolean;
    readonly why: string;
  }[];
}

/**
 * Reads the single-choice items of a QTI 3 package of a stranger, as text: formulas and pictures are not taken. Items of the same label in Chinese and English become
 * one question; one that is in one language only has its text in both. Errors: ACADEMY_EXAM_INVALID.
 */
export function importQti(zip: Uint8Array): ImportedBank {
  const skipped: { file: string; reason: string }[] = [];
  const items = new Map<string, ReadItem[]>();
  for (const [file, bytes] of Object.entries(unpack(zip))) {
    const root = readXml(bytesToUtf8(bytes), file);
    if (root.name !== "qti-assessment-item") continue;
    const item = readItem(root);
    if (typeof item === "string") skipped.push({ file, reason: item });
    else items.set(item.id, [...(items.get(item.id) ?? []), item]);
  }
  const questions = [...items.values()].flatMap((versions) => {
    const question = bankQuestion.safeParse(joinVersions(versions));
    if (question.success) return [question.data];
    skipped.push({ file: versions[0]?.id ?? "", reason: question.error.issues[0]?.message ?? "" });
    return [];
  });
  return { questions, skipped };
}

function unpack(zip: Uint8Array): Unzipped {
  const refuse = (reason: string): Error => examErrors.create("ACADEMY_EXAM_INVALID", { file: "QTI", reason });
  if (zip.length > qtiPackageBytesMax) throw refuse(`> ${qtiPackageBytesMax}`);
  let count = 0;
  let size = 0;
  try {
    return unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith(".xml") || name === "imsmanifest.xml") return false;
        size += originalSize;
        if (++count > bankQuestionsMax * 2 || originalSize > qtiFileBytesMax || size > qtiPackageBytesMax)
          throw refuse(`${name}: > ${qtiFileBytesMax}, ${qtiPackageBytesMax}`);
        return true;
      },
    });
  } catch (error) {
    throw error instanceof Error && "code" in error && error.code === "ACADEMY_EXAM_INVALID"
      ? error
      : refuse(String(error));
  }
}

/** The item, or why it is not taken. */
function readItem(root: XmlElement): ReadItem | string {
  const [interaction, ...others] = findAll(root, "qti-item-body").flatMap((body) => interactionsOf(body));
  if (interaction?.name !== "qti-choice-interaction" || others.length > 0) return "not one choice interaction";
  const response = interaction.attributes["response-identifier"];
  const declared = findAll(root, "qti-response-declaration").find(
    ({ attributes }) => attributes["identifier"] === response,
  );
  if (declared?.attributes["cardinality"] !== "single") return "not a single answer";
  const right = findAll(declared, "qti-value").map((value) => textOf(value));
  if (right.length !== 1) return "no right answer";
  if (findAll(root, "qti-template-processing").length > 0) return "made from a template";
  const feedbacks = findAll(root, "qti-feedback-inline");
  const options = findAll(interaction, "qti-simple-choice").map((choice) => {
    const identifier = choice.attributes["identifier"] ?? "";
    const why = feedbacks.find(({ attributes }) => attributes["identifier"] === identifier);
    const text = textOf(choice, ["qti-feedback-inline"]);
    return { identifier, text, right: identifier === right[0], why: why === undefined ? "—" : textOf(why) };
  });
  const [body] = findAll(root, "qti-item-body");
  const stimulus =
    body === undefined ? "" : textOf(body, ["qti-choice-interaction", "qti-feedback-inline", "qti-feedback-block"]);
  const [prompt] = findAll(interaction, "qti-prompt");
  const text = [stimulus, prompt === undefined ? "" : textOf(prompt)].filter((part) => part !== "").join(" ");
  const language = root.attributes["xml:lang"]?.startsWith("zh") === true ? "zh" : "en";
  return { id: idOf(root.attributes["label"] ?? root.attributes["identifier"] ?? ""), language, text, options };
}

function interactionsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => {
    if (typeof child === "string") return [];
    return child.name.endsWith("-interaction") ? [child] : interactionsOf(child);
  });
}

/** Ours as it is; of others what an id may have. */
function idOf(label: string): string {
  const plain = label.toLowerCase().replaceAll(/[^a-z0-9/]+/g, "-");
  return plain
    .replaceAll(/^[-/]+|[-/]+$/g, "")
    .replaceAll(/-*\/[-/]*/g, "/")
    .slice(0, 200);
}

function joinVersions(versions: readonly ReadItem[]): unknown {
  const inLanguage = (language: Language): ReadItem | undefined =>
    versions.find((version) => version.language === language) ?? versions[0];
  const [zh, en] = [inLanguage("zh"), inLanguage("en")];
  return {
    id: zh?.id,
    text: { zh: zh?.text, en: en?.text },
    options: zh?.options.map(({ identifier, right, text, why }) => {
      const other = en?.options.find((option) => option.identifier === identifier);
      return { right, text: { zh: text, en: other?.text }, why: { zh: why, en: other?.why } };
    }),
  };
}
