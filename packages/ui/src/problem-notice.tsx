import type { ErrorText, Language } from "@yanta/errors";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { useLanguage } from "./language.tsx";

/** A coded refusal in both languages. */
export type ShownProblem = Readonly<Record<Language, ErrorText>> & {
  readonly code: string;
  readonly detail?: string;
  /** Fields or cells that are wrong. */
  readonly findings?: readonly Finding[];
};

type Finding = Readonly<Record<Language, ErrorText>> & { readonly row?: number | undefined; readonly field: string };

/** Findings that are shown; the rest is counted. */
const findingsShown = 20;

/** What went wrong, what to do, and the code to ask about. */
export function ProblemNotice({
  problem,
  onRetry,
}: {
  readonly problem: ShownProblem;
  readonly onRetry?: () => void;
}): ReactNode {
  const { language, say } = useLanguage();
  const { message, advice } = problem[language];
  return (
    <div className="ui-problem" role="alert">
      <p>
        <strong>{message}</strong>
      </p>
      <p>{advice}</p>
      <Findings findings={problem.findings ?? []} />
      <p className="ui-quiet">
        <code>{problem.code}</code>
        {problem.detail ? ` ${problem.detail}` : ""}
      </p>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{say({ en: "Try again", zh: "重试" })}</Button>}
    </div>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }): ReactNode {
  const { language, say } = useLanguage();
  if (findings.length === 0) return null;
  const more = findings.length - findingsShown;
  return (
    <ul>
      {findings.slice(0, findingsShown).map((finding, index) => (
        <li key={index}>
          {finding.row === undefined ? "" : say({ en: `no. ${finding.row + 1}, `, zh: `第 ${finding.row + 1} 条，` })}
          <code>{finding.field}</code> {finding[language].message}
        </li>
      ))}
      {more > 0 ? <li>{say({ en: `and ${more} more`, zh: `另有 ${more} 项` })}</li> : null}
    </ul>
  );
}
