import type { ErrorText, Language } from "@yanta/errors";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { useLanguage } from "./language.tsx";

/** A coded refusal in both languages. */
export type ShownProblem = Readonly<Record<Language, ErrorText>> & { readonly code: string; readonly detail?: string };

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
      <p className="ui-quiet">
        <code>{problem.code}</code>
        {problem.detail ? ` ${problem.detail}` : ""}
      </p>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{say({ en: "Try again", zh: "重试" })}</Button>}
    </div>
  );
}
