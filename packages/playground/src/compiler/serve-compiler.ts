import { errorToMessage } from "../error-message.ts";
import type { CompileAnswer } from "./compile-worker.ts";

/** The Worker's own side of its messages; the page's library has it as a window. */
interface WorkerScope {
  postMessage(message: CompileAnswer, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
}

/** Answers each message of the page with what a compiler makes of it. */
export function serveCompiler(compile: (request: unknown) => Promise<unknown>): void {
  const scope = globalThis as unknown as WorkerScope;
  scope.addEventListener("message", ({ data }) => {
    compile(data).then(
      (value) => scope.postMessage({ kind: "answer", value }, []),
      (error: unknown) => scope.postMessage({ kind: "error", error: errorToMessage(error) }, []),
    );
  });
}
