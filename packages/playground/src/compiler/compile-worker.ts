import type { CodedError } from "@yanta/errors";
import { messageToError } from "../error-message.ts";
import { playgroundErrors } from "../errors.ts";
import { compilerIdleMs, compilesMax, compileTimeoutMs, sourcesLengthMax } from "../limits.ts";
import type { ErrorMessage } from "../messages.ts";

/** Files of a program by their paths. */
export type SourceFiles = ReadonlyMap<string, string>;

/** What a compiler's Worker answers. */
export type CompileAnswer =
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: ErrorMessage };

export interface CompilerOptions {
  /** Makes the Worker, at the first call and again after one that did not end. */
  readonly createWorker: () => Worker;
  /** `compileTimeoutMs` when absent. */
  readonly timeoutMs?: number;
  /** Milliseconds without a request after which the Worker is ended to free its memory; `compilerIdleMs` when absent. */
  readonly idleMs?: number;
}

/** A compiler in a Worker of its own. It is loaded when it is first asked, and works on one request after the other. */
export class CompileWorker<Request extends { readonly sources: SourceFiles }, Outcome> {
  readonly #options: CompilerOptions;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waitingCount = 0;
  #isClosed = false;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #closing = new AbortController();

  constructor(options: CompilerOptions) {
    this.#options = options;
  }

  /**
   * Errors: PLAYGROUND_SOURCES_TOO_LARGE, PLAYGROUND_BUSY, PLAYGROUND_COMPILE_TIMEOUT, PLAYGROUND_WORKER_FAILED,
   * PLAYGROUND_NOT_OPEN.
   */
  async compile(request: Request): Promise<Outcome> {
    this.#checkRequest(request);
    this.#waitingCount++;
    clearTimeout(this.#idleTimer);
    const outcome = this.#last.then(() => this.#ask(request));
    this.#last = outcome.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await outcome;
    } finally {
      if (--this.#waitingCount === 0) this.#rest();
    }
  }

  /** Ends the Worker; calls that wait are rejected. */
  close(): void {
    this.#isClosed = true;
    this.#closing.abort();
    this.#endWorker();
  }

  #rest(): void {
    const { idleMs = compilerIdleMs } = this.#options;
    if (!this.#isClosed) this.#idleTimer = setTimeout(() => this.#endWorker(), idleMs);
  }

  #checkRequest({ sources }: Request): void {
    let length = 0;
    for (const [path, text] of sources) length += path.length + text.length;
    if (length > sourcesLengthMax)
      throw playgroundErrors.create("PLAYGROUND_SOURCES_TOO_LARGE", { length, lengthMax: sourcesLengthMax });
    if (this.#waitingCount >= compilesMax) throw playgroundErrors.create("PLAYGROUND_BUSY", { countMax: compilesMax });
  }

  async #ask(request: Request): Promise<Outcome> {
    if (this.#isClosed) throw playgroundErrors.create("PLAYGROUND_NOT_OPEN");
    this.#worker ??= this.#options.createWorker();
    const answer = await this.#receive(this.#worker, request);
    if (answer.kind === "error") throw messageToError(answer.error);
    return answer.value as Outcome;
  }

  /** The next answer. A Worker that fails or does not end is gone: the next call makes another. */
  #receive(worker: Worker, request: Request): Promise<CompileAnswer> {
    const { timeoutMs = compileTimeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      const settled = new AbortController();
      const { signal } = settled;
      const fail = (error: CodedError): void => {
        settled.abort();
        this.#endWorker();
        reject(error);
      };
      const workerFailed = (reason: string): void =>
        fail(playgroundErrors.create("PLAYGROUND_WORKER_FAILED", { reason }));
      const timer = setTimeout(
        () => fail(playgroundErrors.create("PLAYGROUND_COMPILE_TIMEOUT", { timeoutMs })),
        timeoutMs,
      );
      signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
      const take = ({ data }: MessageEvent<CompileAnswer>): void => {
        settled.abort();
        resolve(data);
      };
      worker.addEventListener("message", take, { signal });
      worker.addEventListener("error", ({ message }) => workerFailed(message || "its script did not load"), { signal });
      worker.addEventListener("messageerror", () => workerFailed("a message could not be read"), { signal });
      this.#closing.signal.addEventListener("abort", () => fail(playgroundErrors.create("PLAYGROUND_NOT_OPEN")), {
        signal,
      });
      worker.postMessage(request, []);
    });
  }

  #endWorker(): void {
    clearTimeout(this.#idleTimer);
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
