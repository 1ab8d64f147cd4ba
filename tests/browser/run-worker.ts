import type { Page } from "playwright-core";

/** Starts a dedicated Worker in the page, sends it one message if there is one, and resolves with its first answer. */
export function runWorker<Answer>(page: Page, script: string, message?: unknown): Promise<Answer> {
  return page.evaluate(
    (task) =>
      new Promise<Answer>((resolve, reject) => {
        const worker = new Worker(task.script, { type: "module" });
        worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => resolve(data));
        worker.addEventListener("error", ({ message }) => reject(new Error(message || "the Worker did not load")));
        if (task.message !== undefined) worker.postMessage(task.message, []);
      }),
    { script, message },
  );
}
