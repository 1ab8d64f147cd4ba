import { errorToMessage } from "../error-message.ts";
import type { CompileAnswer } from "./compile-worker.ts";

/** The Worker's own side of its messages; the page's library has it as a window. */
interface WorkerScope<Request> {
  postMessage(message: CompileAnswer, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<Request>) => void): void;
}

/** Answers each message of the page with what a compiler makes of it. */
export function serveCompiler<Request>(compile: (request: Request) => Promise<unknown>): void {
  const scope = globalThis as unknown as WorkerScope<Request>;
  scope.addEventListener("message", ({ data }) => {
    compile(data).then(
      (value) => scope.postMessage({ kind: "answer", value }, []),
      (error: unknown) => scope.postMessage({ kind: "error", error: errorToMessage(error) }, []),
    );
  });
}
