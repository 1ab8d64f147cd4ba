import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { AnswerOf, EndpointName } from "../api/endpoints.ts";
import { ask, type AskOptions } from "./ask.ts";
import { useSession } from "./session.tsx";

/** What the service answers, kept until something is written; the last page stays while the next one comes. */
export function useAsk<Name extends EndpointName>(
  name: Name,
  options: Omit<AskOptions<Name>, "body" | "token" | "signal"> = {},
): UseQueryResult<AnswerOf<Name>> {
  const { session } = useSession();
  const token = session?.token;
  return useQuery({
    queryKey: [name, options, session?.member.uid],
    queryFn: ({ signal }) => ask(name, { ...options, token, signal }),
    placeholderData: keepPreviousData,
  });
}
