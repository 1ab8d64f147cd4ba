import type { RequestMessage, WorkerMessage } from "../messages.ts";
import { serveCalls } from "../worker/serve-calls.ts";
import { createMemoryFiles, type PlaygroundFiles } from "../worker/playground-files.ts";
import { type PlaygroundTime, workerTime } from "../worker/worker-time.ts";

/** A Worker that runs in this thread: messages are cloned on their way, as between threads. */
export class WorkerInProcess extends EventTarget {
  readonly files: PlaygroundFiles;
  readonly #receive: (message: RequestMessage) => void;
  isTerminated = false;

  constructor(files: PlaygroundFiles = createMemoryFiles(), time: PlaygroundTime = workerTime) {
    super();
    this.files = files;
    this.#receive = serveCalls({ time, post: (message) => this.#post(message), openFiles: async () => files });
  }

  postMessage(message: RequestMessage): void {
    const copy = structuredClone(message);
    queueMicrotask(() => this.#receive(copy));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** As `openPlayground` takes it. */
  asWorker(): Worker {
    return this as unknown as Worker;
  }

  #post(message: WorkerMessage): void {
    const data = structuredClone(message);
    queueMicrotask(() => {
      if (!this.isTerminated) this.dispatchEvent(new MessageEvent("message", { data }));
    });
  }
}
