import { cliErrors } from "./errors.ts";

/** Milliseconds to wait for an answer. A trace runs a transaction again, which takes some seconds at most. */
const callTimeoutMs = 60_000;

export interface NodeCall {
  readonly url: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

interface RpcAnswer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Calls a method of the node's JSON-RPC. Errors: CLI_RPC_UNREACHABLE, CLI_RPC_REFUSED. */
export async function callNode({ url, method, params, signal, timeoutMs = callTimeoutMs }: NodeCall): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let answer: RpcAnswer;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    answer = (await response.json()) as RpcAnswer;
  } catch (error) {
    signal?.throwIfAborted();
    throw cliErrors.create("CLI_RPC_UNREACHABLE", { url, reason: reasonOf(error) }, error);
  }
  if (answer.error !== undefined) throw cliErrors.create("CLI_RPC_REFUSED", { method, reason: answer.error.message });
  return answer.result;
}

/** What fetch says is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
