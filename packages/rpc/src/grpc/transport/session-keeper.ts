import type { ServerHttp2Session } from "node:http2";

export interface KeepOptions {
  /** Time without a sign of the client after which it is pinged. */
  readonly pingAfterMs: number;
  /** Time that it has to answer. */
  readonly pingTimeoutMs: number;
  /** A connection without calls for so long is closed. */
  readonly idleCloseMs: number;
}

/**
 * Watches one connection: pings a silent client, cuts it off when it does not answer, and closes a connection that nobody
 * uses. Looks once in `pingAfterMs`, so that a call costs no timer.
 */
export class SessionKeeper {
  readonly #session: ServerHttp2Session;
  readonly #options: KeepOptions;
  readonly #timer: NodeJS.Timeout;
  #openCalls = 0;
  #isActive = true;
  #lastUsedMs = performance.now();
  #pingedMs: number | undefined;

  constructor(session: ServerHttp2Session, options: KeepOptions) {
    this.#session = session;
    this.#options = options;
    this.#timer = setInterval(() => this.#look(performance.now()), options.pingAfterMs).unref();
    session.once("close", () => clearInterval(this.#timer));
  }

  callStarted(): void {
    this.#openCalls++;
    this.#isActive = true;
  }

  /** Bytes came from the client. */
  heard(): void {
    this.#isActive = true;
  }

  callEnded(): void {
    this.#openCalls--;
    if (this.#openCalls === 0) this.#lastUsedMs = performance.now();
  }

  #look(nowMs: number): void {
    const session = this.#session;
    const { pingTimeoutMs, idleCloseMs } = this.#options;
    if (session.destroyed) return clearInterval(this.#timer);
    if (this.#pingedMs !== undefined && nowMs - this.#pingedMs > pingTimeoutMs) return this.#cutOff();
    if (this.#openCalls === 0 && nowMs - this.#lastUsedMs > idleCloseMs && !session.closed) session.close();
    const wasActive = this.#isActive;
    this.#isActive = false;
    if (wasActive || this.#pingedMs !== undefined) return;
    this.#pingedMs = nowMs;
    session.ping((error) => {
      if (error === null) this.#pingedMs = undefined;
    });
  }

  /** Once what has come is read: after a pause of the whole process the answer waits behind this very timer. */
  #cutOff(): void {
    setImmediate(() => {
      if (this.#pingedMs !== undefined) this.#session.destroy();
    });
  }
}
