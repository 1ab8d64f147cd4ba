import { bytesToBase64 } from "@yanta/bytes";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { Member } from "../api/department.ts";
import { ask, Refusal } from "./ask.ts";
import { type Identity, identityErrors } from "./identity.ts";
import { readPayload, signPayload } from "./payload-check.ts";
import { readStoredSession, storeSession, type StoredSession } from "./stored-session.ts";

/** A member who is logged in. The session outlives a reload of the page, the key does not. */
export interface Session extends StoredSession {
  readonly member: Member;
  /** Undefined after a reload, until something is to be signed. */
  readonly identity: Identity | undefined;
}

/** `resuming`: asking whose the stored session is; `stuck`: no answer to that; `over`: it ended by itself. */
type Standing =
  | { readonly kind: "none" | "over" }
  | { readonly kind: "resuming"; readonly stored: StoredSession }
  | { readonly kind: "stuck"; readonly stored: StoredSession; readonly error: unknown }
  | { readonly kind: "there"; readonly session: Session };

interface SessionChoice {
  readonly standing: Standing;
  readonly session: Session | undefined;
  /** Errors: Refusal. */
  readonly begin: (identity: Identity) => Promise<void>;
  /** Brings the member's key back after a reload. Errors: DIRECTORY_IDENTITY_OTHER. */
  readonly lend: (identity: Identity) => void;
  /** Asks again after the service could not be reached. */
  readonly resume: () => void;
  readonly end: () => void;
}

const SessionContext = createContext<SessionChoice | undefined>(undefined);

export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const queries = useQueryClient();
  const [standing, setStanding] = useState<Standing>(() => {
    const stored = readStoredSession();
    return stored === undefined ? { kind: "none" } : { kind: "resuming", stored };
  });
  const session = standing.kind === "there" ? standing.session : undefined;
  const expire = useCallback(() => {
    storeSession(undefined);
    setStanding({ kind: "over" });
    queries.clear();
  }, [queries]);

  useResuming(standing, setStanding, expire);
  useExpiry(session, expire);

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
      const answer = await ask("login", { body: { request: bytesToBase64(request) } });
      storeSession(answer);
      setStanding({ kind: "there", session: { ...answer, identity } });
      await queries.invalidateQueries();
    },
    [queries],
  );
  const value = useMemo<SessionChoice>(
    () => ({
      standing,
      session,
      begin,
      lend: (identity) => {
        if (session === undefined) return;
        if (identity.uid !== session.member.uid) throw identityErrors.create("DIRECTORY_IDENTITY_OTHER");
        setStanding({ kind: "there", session: { ...session, identity } });
      },
      resume: () => {
        if (standing.kind === "stuck") setStanding({ kind: "resuming", stored: standing.stored });
      },
      end: () => {
        storeSession(undefined);
        setStanding({ kind: "none" });
        // The page forgets it either way; a service that is away lets it run out.
        if (session !== undefined) ask("logout", { token: session.token }).catch(() => undefined);
        queries.clear();
      },
    }),
    [standing, session, begin, queries],
  );
  return <SessionContext value={value}>{children}</SessionContext>;
}

/** Finds out whose the stored session is, as the chain has the member now. */
function useResuming(standing: Standing, setStanding: (standing: Standing) => void, expire: () => void): void {
  useEffect(() => {
    if (standing.kind !== "resuming") return;
    const { stored } = standing;
    const gone = new AbortController();
    ask("me", { token: stored.token, signal: gone.signal }).then(
      (member) => setStanding({ kind: "there", session: { ...stored, member, identity: undefined } }),
      (error: unknown) => {
        if (gone.signal.aborted) return;
        if (isOver(error)) expire();
        else setStanding({ kind: "stuck", stored, error });
      },
    );
    return () => gone.abort();
  }, [standing, setStanding, expire]);
}

/** Notices that the service does not know the session any more: at its end, or when an answer says so. */
function useExpiry(session: Session | undefined, expire: () => void): void {
  const queries = useQueryClient();
  const token = session?.token;
  const expiresAt = session?.expiresAt;
  useEffect(() => {
    if (token === undefined || expiresAt === undefined) return;
    // The service's clock decides, not the reader's.
    const timer = setTimeout(
      () => {
        ask("me", { token }).catch((error: unknown) => {
          if (isOver(error)) expire();
        });
      },
      Math.max(0, expiresAt * 1000 - Date.now()) + 1000,
    );
    const stop = queries.getQueryCache().subscribe((event) => {
      if (event.type === "updated" && event.action.type === "error" && isOver(event.action.error)) expire();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [token, expiresAt, expire, queries]);
}

function isOver(error: unknown): boolean {
  return error instanceof Refusal && error.problem.code === "DIRECTORY_SERVICE_SESSION";
}

export function useSession(): SessionChoice {
  const choice = useContext(SessionContext);
  if (choice === undefined) throw new Error("useSession outside of a SessionProvider");
  return choice;
}
