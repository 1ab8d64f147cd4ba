import type { ExamAnswerOf, Problem } from "../examinations/exam-api.ts";
import type { LocalText } from "../local-text.ts";

/** A refusal of the service, or `undefined` code when it was not reached. */
export class ExamFault extends Error {
  readonly code: string | undefined;
  readonly says: LocalText;

  constructor(code: string | undefined, says: LocalText) {
    super(says.en);
    this.code = code;
    this.says = says;
  }
}

interface Call {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  readonly session?: string;
  readonly body?: object | Uint8Array;
}

/** Longest wait for an answer: then the page tries again. */
const answerMs = 20_000;
/** A task is executed again before it is answered. */
const gradingMs = 180_000;

async function call<Answer>({ method, path, session, body }: Call): Promise<Answer> {
  const isLog = body instanceof Uint8Array;
  const headers: Record<string, string> = {};
  if (session !== undefined) headers["authorization"] = `Bearer ${session}`;
  if (body !== undefined) headers["content-type"] = isLog ? "application/octet-stream" : "application/json";
  let response: Response;
  try {
    response = await fetch(`/api/v1/exams${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(isLog ? gradingMs : answerMs),
      ...(body === undefined ? {} : { body: isLog ? new Blob([body.slice()]) : JSON.stringify(body) }),
    });
  } catch {
    throw new ExamFault(undefined, unreached);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as Answer;
  const { code, zh, en } = (answer ?? { zh: unreachedWords.zh, en: unreachedWords.en }) as Partial<Problem> &
    Pick<Problem, "zh" | "en">;
  throw new ExamFault(code, { zh: `${zh.message}。${zh.advice}`, en: `${en.message}. ${en.advice}` });
}

const unreachedWords = {
  zh: { message: "暂时无法连接服务器", advice: "请不要关闭页面，稍后会自动重试。" },
  en: { message: "the server cannot be reached just now", advice: "Leave the page open, it tries again by itself." },
};
const unreached: LocalText = {
  zh: "暂时无法连接服务器，请不要关闭页面",
  en: "The server cannot be reached just now; leave the page open.",
};

export type EnteredExam = ExamAnswerOf<"enter">;
export type ExamProgress = ExamAnswerOf<"save">;

export function listExams(): Promise<ExamAnswerOf<"listExams">> {
  return call({ method: "GET", path: "" });
}

export function enterExam(exam: string, candidate: string, code: string): Promise<EnteredExam> {
  return call({ method: "POST", path: `/${exam}/entries`, body: { candidate, code } });
}

export interface AnswersToSave {
  readonly revision: number;
  readonly answers: readonly { readonly question: string; readonly choice: number | null }[];
}

export function saveAnswers(exam: string, session: string, body: AnswersToSave): Promise<ExamProgress> {
  return call({ method: "PUT", path: `/${exam}/answers`, session, body });
}

export function handInTask(
  exam: string,
  session: string,
  task: { readonly lab: string; readonly log: Uint8Array },
): Promise<ExamAnswerOf<"handInTask">> {
  return call({ method: "PUT", path: `/${exam}/task?lab=${encodeURIComponent(task.lab)}`, session, body: task.log });
}

export function submitExam(exam: string, session: string): Promise<ExamProgress> {
  return call({ method: "POST", path: `/${exam}/submission`, session });
}

export function readResult(exam: string, session: string): Promise<ExamAnswerOf<"result">> {
  return call({ method: "GET", path: `/${exam}/result`, session });
}

export function appealResult(exam: string, session: string, reason: string): Promise<ExamAnswerOf<"appeal">> {
  return call({ method: "POST", path: `/${exam}/appeal`, session, body: { reason } });
}
