import { batchCallsMax, responseBytesMax } from "../limits.ts";
import { RpcError, rpcErrorCodes } from "./rpc-error.ts";

/** One method: parameters in, a JSON value out. */
export type RpcMethod = (params: readonly unknown[]) => unknown;

export interface Answering {
  readonly find: (method: string) => RpcMethod | undefined;
  /** True when nobody waits for the answer any more. Asked before each call of a batch. */
  readonly isGone: () => boolean;
  /** Is told of faults in our own code. */
  readonly onFault: (method: string, error: unknown) => void;
}

/**
 * Answers the text of a request or batch; undefined when there is nothing to answer. The calls of a batch run one after the
 * other, with a turn for the rest of the node in between.
 *
 * Spec: JSON-RPC 2.0.
 */
export async function answerRequest(text: string, answering: Answering): Promise<string | undefined> {
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch {
    return JSON.stringify(failure(null, new RpcError(rpcErrorCodes.parse, "parse error")));
  }
  if (!Array.isArray(request)) {
    const answer = await answerCall(request, answering);
    return answer === undefined ? undefined : JSON.stringify(answer);
  }
  if (request.length === 0 || request.length > batchCallsMax) {
    const reason = request.length === 0 ? "empty batch" : `batch too large: at most ${batchCallsMax} calls`;
    return JSON.stringify(failure(null, new RpcError(rpcErrorCodes.invalidRequest, reason)));
  }
  return answerBatch(request, answering);
}

async function answerBatch(calls: readonly unknown[], answering: Answering): Promise<string | undefined> {
  const answers: string[] = [];
  let bytes = 0;
  for (const call of calls) {
    await nextTurn();
    if (answering.isGone()) return undefined;
    const answer =
      bytes > responseBytesMax
        ? failure(idOf(call), new RpcError(rpcErrorCodes.limitExceeded, "response too large"))
        : await answerCall(call, answering);
    if (answer === undefined) continue;
    const text = JSON.stringify(answer);
    bytes += text.length;
    answers.push(text);
  }
  return answers.length === 0 ? undefined : `[${answers.join(",")}]`;
}

async function answerCall(call: unknown, { find, onFault }: Answering): Promise<object | undefined> {
  const id = idOf(call);
  const {
    jsonrpc,
    method,
    params = [],
  } = (typeof call === "object" && call !== null ? call : {}) as Record<string, unknown>;
  if (typeof method !== "string" || (jsonrpc !== undefined && jsonrpc !== "2.0"))
    return failure(id, new RpcError(rpcErrorCodes.invalidRequest, "invalid request"));
  try {
    const run = find(method);
    if (run === undefined)
      throw new RpcError(
        rpcErrorCodes.methodNotFound,
        `the method ${method.slice(0, 100)} does not exist/is not available`,
      );
    if (!Array.isArray(params)) throw new RpcError(rpcErrorCodes.invalidParams, "params must be a list");
    const result = (await run(params)) ?? null;
    return isNotification(call) ? undefined : { jsonrpc: "2.0", id, result };
  } catch (error) {
    if (isNotification(call)) return undefined;
    if (error instanceof RpcError) return failure(id, error);
    onFault(method, error);
    return failure(id, new RpcError(rpcErrorCodes.internal, "internal error"));
  }
}

function failure(id: unknown, { code, message, data }: RpcError): object {
  return { jsonrpc: "2.0", id, error: { code, message, ...(data === undefined ? {} : { data }) } };
}

function idOf(call: unknown): string | number | null {
  if (typeof call !== "object" || call === null || !("id" in call)) return null;
  return typeof call.id === "string" || typeof call.id === "number" ? call.id : null;
}

const isNotification = (call: unknown): boolean => typeof call === "object" && call !== null && !("id" in call);

/** Lets blocks, timers and other connections go on. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
