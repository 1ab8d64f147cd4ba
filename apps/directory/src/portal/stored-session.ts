import { z } from "zod";

/** What this tab keeps of a session over a reload. The key is not among it. */
const storedSession = z.object({ token: z.string(), expiresAt: z.number() });

export type StoredSession = z.infer<typeof storedSession>;

const name = "yanta-directory-session";

/** The session of this tab; undefined when there is none, or the browser keeps nothing. */
export function readStoredSession(): StoredSession | undefined {
  try {
    const found = storedSession.safeParse(JSON.parse(sessionStorage.getItem(name) ?? "null"));
    return found.success ? found.data : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a session for this tab until it is closed; `undefined` forgets it. Where the browser keeps nothing, a reload ends the session. */
export function storeSession(session: StoredSession | undefined): void {
  try {
    if (session === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify({ token: session.token, expiresAt: session.expiresAt }));
  } catch {
    // Storage is switched off.
  }
}
