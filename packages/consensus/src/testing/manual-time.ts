import type { SoloTime } from "../solo/solo-time.ts";

/** Time that passes only when a test says so. */
export class ManualTime implements SoloTime {
  readonly #startSeconds: bigint;
  #ms = 0;
  readonly #timers = new Map<number, { readonly at: number; readonly action: () => void }>();
  #nextId = 0;

  constructor(startSeconds: bigint) {
    this.#startSeconds = startSeconds;
  }

  unixSeconds(): bigint {
    return this.#startSeconds + BigInt(Math.floor(this.#ms / 1000));
  }

  monotonicMs(): number {
    return this.#ms;
  }

  after(delayMs: number, action: () => void): () => void {
    const id = this.#nextId++;
    this.#timers.set(id, { at: this.#ms + delayMs, action });
    return () => void this.#timers.delete(id);
  }

  get timerCount(): number {
    return this.#timers.size;
  }

  /** Lets time pass; due actions run in order, and whatever they made ready runs before the next one. */
  async pass(ms: number): Promise<void> {
    const end = this.#ms + ms;
    for (;;) {
      await settled();
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      const [id, { at, action }] = due;
      this.#timers.delete(id);
      this.#ms = Math.max(this.#ms, at);
      action();
    }
    this.#ms = end;
  }
}

/** Resolves after everything that is ready has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
