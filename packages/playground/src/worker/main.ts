/** The Worker of a playground: `new Worker(new URL("@yanta/playground/worker", import.meta.url), { type: "module" })`. */
import type { RequestMessage, WorkerMessage } from "../messages.ts";
import { serveCalls } from "./serve-calls.ts";
import { workerTime } from "./worker-time.ts";

/** The Worker's own side of its messages; the page's library has it as a window. */
interface WorkerScope {
  postMessage(message: WorkerMessage, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<RequestMessage>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;
const receive = serveCalls({ time: workerTime, post: (message) => scope.postMessage(message, []) });
scope.addEventListener("message", ({ data }) => receive(data));
