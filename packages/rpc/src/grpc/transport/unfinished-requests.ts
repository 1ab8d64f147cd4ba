/** A call whose request has begun. */
export interface BegunRequest {
  readonly startedMs: number;
  /** Ends the call: its client has had its time. */
  requestTimedOut(): void;
}

/**
 * Bounds the time in which a request must be whole: a client that answers pings could keep a stream, and what it has sent of a message,
 * for ever. Looks at the oldest requests only, once in a while, so that a call costs no timer.
 */
export class UnfinishedRequests {
  readonly #requestMsMax: number;
  /** Oldest first. */
  readonly #requests = new Set<BegunRequest>();

  constructor(requestMsMax: number) {
    this.#requestMsMax = requestMsMax;
  }

  begun(request: BegunRequest): void {
    this.#requests.add(request);
  }

  ended(request: BegunRequest): void {
    this.#requests.delete(request);
  }

  /** Ends the calls whose time is over. */
  look(nowMs: number): void {
    for (const request of this.#requests) {
      if (nowMs - request.startedMs <= this.#requestMsMax) return;
      this.#requests.delete(request);
      request.requestTimedOut();
    }
  }
}
