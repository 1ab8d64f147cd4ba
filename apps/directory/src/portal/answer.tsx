import { Loading, ProblemNotice } from "@yanta/ui";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { problemOf } from "./problem-of.ts";

/** What a page shows of an answer: itself, that it is on its way, or why it does not come. */
export function Answer<Data>({
  of: { data, error, refetch },
  children,
}: {
  readonly of: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}): ReactNode {
  if (data !== undefined) return children(data);
  if (error === null) return <Loading />;
  return <ProblemNotice problem={problemOf(error)} onRetry={() => void refetch()} />;
}
