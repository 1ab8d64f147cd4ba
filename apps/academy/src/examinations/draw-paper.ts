import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import { canonicalJson } from "../certificates/canonical-json.ts";
import { SeededChoice } from "../lab/seeded-choice.ts";
import type { LocalText } from "../local-text.ts";
import type { BankQuestion, Exam } from "./exam.ts";

/** A question of one candidate's paper; options are in the order of the paper. */
export interface DrawnQuestion {
  readonly question: BankQuestion;
  /** Places of the question's options, in the order in which the paper shows them. */
  readonly order: readonly number[];
}

export interface DrawnTask {
  readonly lab: string;
  readonly points: number;
  /** Of the candidate's own instance of the lab. */
  readonly seed: string;
}

export interface DrawnPaper {
  readonly questions: readonly DrawnQuestion[];
  readonly tasks: readonly DrawnTask[];
}

/** What is committed to before an examination: SHA-256 over its whole definition and the seed, hex. Neither can be another afterwards. */
export function commitmentOf(exam: Exam, seed: string): string {
  return bytesToHex(hashBytes("SHA256", utf8ToBytes(`yanta-exam/1\n${definitionHash(exam)}\n${seed}`)));
}

/** SHA-256 of the definition's canonical JSON, hex. */
export function definitionHash(exam: Exam): string {
  return bytesToHex(hashBytes("SHA256", utf8ToBytes(canonicalJson(exam))));
}

/** One candidate's paper: follows from definition, seed and candidate alone, so whoever has the revealed seed draws the same. */
export function drawPaper(exam: Exam, seed: string, candidate: string): DrawnPaper {
  const choice = new SeededChoice(`academy-exam/1/${exam.id}/${seed}/${candidate}`);
  const questions = exam.sections.flatMap(({ questions: all, draw }) =>
    take(all, draw, choice).map((question) => ({
      question,
      order: take(
        question.options.map((_, place) => place),
        question.options.length,
        choice,
      ),
    })),
  );
  const tasks = exam.tasks.map(({ lab, points }) => ({ lab, points, seed: `exam-${choice.hex(32)}` }));
  return { questions, tasks };
}

/** Some of a list, in the order of being drawn; costs as many choices as are taken. */
function take<T>(list: readonly T[], count: number, choice: SeededChoice): readonly T[] {
  const rest = [...list];
  return Array.from({ length: count }, () => rest.splice(choice.integer(0, rest.length - 1), 1)).flat();
}

/** What the candidate sees: no right answers, no reasons. Plain data. */
export interface ShownPaper {
  readonly questions: readonly {
    readonly id: string;
    readonly text: LocalText;
    readonly options: readonly LocalText[];
  }[];
  readonly tasks: readonly DrawnTask[];
}

export function showPaper({ questions, tasks }: DrawnPaper): ShownPaper {
  return {
    questions: questions.map(({ question: { id, text, options }, order }) => ({
      id,
      text,
      options: order.flatMap((place) => options[place]?.text ?? []),
    })),
    tasks,
  };
}
