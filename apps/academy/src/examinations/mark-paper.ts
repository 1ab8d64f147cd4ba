import type { DrawnPaper } from "./draw-paper.ts";

/** A change of how a question counts, for everybody: after an appeal. */
export interface Correction {
  readonly question: string;
  /** `void`: everybody has its point. `accept`: this option is right, too (its place in the bank). */
  readonly kind: "void" | "accept";
  readonly option: number;
}

export interface PaperToMark {
  readonly paper: DrawnPaper;
  /** Chosen options by question, as places on the paper. */
  readonly answers: ReadonlyMap<string, number>;
  /** Labs whose submitted log passed when it was executed again. */
  readonly passedLabs: ReadonlySet<string>;
  readonly corrections: readonly Correction[];
}

export interface Marks {
  readonly points: number;
  readonly pointsMax: number;
  /** Whole percent, rounded down. */
  readonly percent: number;
  /** Of each question of the paper. */
  readonly questions: readonly { readonly id: string; readonly isRight: boolean }[];
}

/** The marks of a paper: a pure function, so that an appeal or anybody else can mark again. */
export function markPaper({ paper, answers, passedLabs, corrections }: PaperToMark): Marks {
  const questions = paper.questions.map(({ question, order }) => {
    const own = corrections.filter((correction) => correction.question === question.id);
    const place = order[answers.get(question.id) ?? -1];
    const isAccepted = own.some(({ kind, option }) => kind === "accept" && option === place);
    const isVoid = own.some(({ kind }) => kind === "void");
    const isChosenRight = place !== undefined && question.options[place]?.right === true;
    return { id: question.id, isRight: isVoid || isAccepted || isChosenRight };
  });
  const points =
    questions.filter(({ isRight }) => isRight).length +
    paper.tasks.filter(({ lab }) => passedLabs.has(lab)).reduce((sum, task) => sum + task.points, 0);
  const pointsMax = questions.length + paper.tasks.reduce((sum, task) => sum + task.points, 0);
  return { points, pointsMax, percent: Math.floor((points * 100) / pointsMax), questions };
}
