import { bytesToHex } from "@yanta/bytes";
import { challengesMax, challengeSeconds, sessionSeconds, sessionsMax } from "./limits.ts";

interface Session {
  readonly uid: string;
  readonly expiresAt: number;
}

interface Challenge {
  readonly uid: string;
  /** Exactly these bytes are signed. */
  readonly payload: Uint8Array;
  readonly expiresAt: number;
}

/** Who is logged in, and who was asked to sign. In memory: after a restart people log in again. */
export class Sessions {
  private readonly nowSeconds: () => number;
  private readonly randomBytes: (length: number) => Uint8Array;
  private readonly sessions = new Map<string, Session>();
  private readonly challenges = new Map<string, Challenge>();

  constructor(nowSeconds: () => number, randomBytes: (length: number) => Uint8Array) {
    this.nowSeconds = nowSeconds;
    this.randomBytes = randomBytes;
  }

  /** Notes a question; gives the time until which its answer counts. */
  ask(txId: string, uid: string, payload: Uint8Array): number {
    const expiresAt = this.nowSeconds() + challengeSeconds;
    put(this.challenges, txId, { uid, payload, expiresAt }, challengesMax);
    return expiresAt;
  }

  /** A question that waits, which then does so no longer; undefined when there is none. */
  answered(txId: string): Challenge | undefined {
    const found = this.challenges.get(txId);
    this.challenges.delete(txId);
    return found !== undefined && found.expiresAt > this.nowSeconds() ? found : undefined;
  }

  begin(uid: string): { readonly token: string; readonly expiresAt: number } {
    const token = bytesToHex(this.randomBytes(32));
    const expiresAt = this.nowSeconds() + sessionSeconds;
    put(this.sessions, token, { uid, expiresAt }, sessionsMax);
    return { token, expiresAt };
  }

  /** Whose session a token is; undefined when it is over or never was. */
  uidOf(token: string): string | undefined {
    const found = this.sessions.get(token);
    if (found === undefined) return undefined;
    if (found.expiresAt > this.nowSeconds()) return found.uid;
    this.sessions.delete(token);
    return undefined;
  }

  end(token: string): void {
    this.sessions.delete(token);
  }
}

function put<Value>(map: Map<string, Value>, key: string, value: Value, countMax: number): void {
  if (map.size >= countMax) for (const oldest of [...map.keys()].slice(0, 1)) map.delete(oldest);
  map.set(key, value);
}
