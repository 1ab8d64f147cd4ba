import { type Answering, answerRequest, type RpcMethod } from "./answer-request.ts";

/** Whoever asks. */
export interface Asker {
  /** Methods of this asker alone. */
  readonly ownMethods?: ReadonlyMap<string, RpcMethod>;
  /** True once the connection is closed. */
  readonly isGone: () => boolean;
}

export interface AnswererOptions {
  readonly methods: ReadonlyMap<string, RpcMethod>;
  readonly onFault: Answering["onFault"];
}

/** Answers requests until it is closed. */
export class Answerer {
  readonly #options: AnswererOptions;
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  constructor(options: AnswererOptions) {
    this.#options = options;
  }

  /** The answer's text; undefined when there is none. */
  async answer(text: string, { ownMethods, isGone }: Asker): Promise<string | undefined> {
    const { methods, onFault } = this.#options;
    if (this.#isClosed) return undefined;
    const answer = answerRequest(text, {
      find: (method) => ownMethods?.get(method) ?? methods.get(method),
      isGone: () => this.#isClosed || isGone(),
      onFault,
    });
    this.#running.add(answer);
    try {
      return await answer;
    } finally {
      this.#running.delete(answer);
    }
  }

  /** Resolves when no call is under way; no other begins. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
  }
}
