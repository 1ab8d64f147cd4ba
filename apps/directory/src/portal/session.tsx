import { bytesToBase64 } from "@yanta/bytes";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { Member } from "../api/department.ts";
import { ask } from "./ask.ts";
import type { Identity } from "./identity.ts";
import { readPayload, signPayload } from "./payload-check.ts";

/** A member who is logged in; gone when the page is loaded again, like the key. */
export interface Session {
  readonly token: string;
  readonly member: Member;
  readonly identity: Identity;
}

interface SessionChoice {
  readonly session: Session | undefined;
  /** Errors: Refusal. */
  readonly begin: (identity: Identity) => Promise<void>;
  readonly end: () => void;
}

const SessionContext = createContext<SessionChoice | undefined>(undefined);

export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [session, setSession] = useState<Session | undefined>(undefined);
  const queries = useQueryClient();
  const begin = useCallback(
    async (identity: Identity) => {
      const challenge = await ask("askChallenge", { body: { uid: identity.uid } });
      // A login signs a query about the member and nothing else, whatever the service would like to have signed.
      const payload = readPayload(challenge.payload, {
        kind: "query",
        method: "getMember",
        parameters: { uid: identity.uid },
      });
      const request = await signPayload(payload, identity.signer);
      const { token, member } = await ask("login", { body: { request: bytesToBase64(request) } });
      setSession({ token, member, identity });
      await queries.invalidateQueries();
    },
    [queries],
  );
  const value = useMemo<SessionChoice>(
    () => ({
      session,
      begin,
      end: () => {
        const token = session?.token;
        setSession(undefined);
        // The page forgets it either way; a service that is away lets it run out.
        if (token !== undefined) ask("logout", { token }).catch(() => undefined);
        queries.clear();
      },
    }),
    [session, begin, queries],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}

export function useSession(): SessionChoice {
  const choice = useContext(SessionContext);
  if (choice === undefined) throw new Error("useSession outside of a SessionProvider");
  return choice;
}
