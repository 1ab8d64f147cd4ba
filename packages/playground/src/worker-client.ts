import { messageToError } from "./error-message.ts";
import { playgroundErrors } from "./errors.ts";
import type { BlockView, LogLine } from "./interface.ts";
import { pendingCallsMax } from "./limits.ts";
import type { CallAnswer, CallArgument, CallName, WorkerMessage } from "./messages.ts";

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The page's side of the messages: calls by number, and what the Worker tells by itself. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #pending = new Map<number, PendingCall>();
  readonly #blockListeners = new Set<(block: BlockView) => void>();
  readonly #logListeners = new Set<(line: LogLine) => void>();
  readonly #failureListeners = new Set<(error: Error) => void>();
  #nextId = 1;
  /** Why no call can be made any more. */
  #end: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data));
    worker.addEventListener("error", ({ message }) => this.#fail(message || "its script did not load"));
    worker.addEventListener("messageerror", () => this.#fail("a message could not be read"));
  }

  /** Errors: what the Worker answers, PLAYGROUND_BUSY, PLAYGROUND_NOT_OPEN, PLAYGROUND_WORKER_FAILED. */
  call<Name extends CallName>(
    name: Name,
    ...[argument]: undefined extends CallArgument<Name> ? [CallArgument<Name>?] : [CallArgument<Name>]
  ): Promise<CallAnswer<Name>> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    if (this.#pending.size >= pendingCallsMax)
      return Promise.reject(playgroundErrors.create("PLAYGROUND_BUSY", { countMax: pendingCallsMax }));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: (value) => resolve(value as CallAnswer<Name>), reject });
      this.#worker.postMessage({ id, name, argument }, []);
    });
  }

  onBlock(listener: (block: BlockView) => void): () => void {
    this.#blockListeners.add(listener);
    return () => void this.#blockListeners.delete(listener);
  }

  onLog(listener: (line: LogLine) => void): () => void {
    this.#logListeners.add(listener);
    return () => void this.#logListeners.delete(listener);
  }

  onFailure(listener: (error: Error) => void): () => void {
    this.#failureListeners.add(listener);
    return () => void this.#failureListeners.delete(listener);
  }

  /** Ends the Worker; calls that wait are rejected. */
  end(): void {
    this.#finish(playgroundErrors.create("PLAYGROUND_NOT_OPEN"));
    this.#worker.terminate();
  }

  #receive(message: WorkerMessage): void {
    switch (message.kind) {
      case "answer":
        this.#take(message.id)?.resolve(message.value);
        break;
      case "error":
        this.#take(message.id)?.reject(messageToError(message.error));
        break;
      case "block":
        for (const listener of this.#blockListeners) listener(message.block);
        break;
      case "log":
        for (const listener of this.#logListeners) listener(message.line);
        break;
      case "failure":
        for (const listener of this.#failureListeners) listener(messageToError(message.error));
        break;
    }
  }

  #take(id: number): PendingCall | undefined {
    const call = this.#pending.get(id);
    this.#pending.delete(id);
    return call;
  }

  #fail(reason: string): void {
    const error = playgroundErrors.create("PLAYGROUND_WORKER_FAILED", { reason });
    this.#finish(error);
    for (const listener of this.#failureListeners) listener(error);
  }

  #finish(error: Error): void {
    this.#end ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
