import { CodedError } from "@yanta/errors";
import { knownNodeUrl, type NodeUrlOptions } from "../node-url.ts";
import { failurePath, type FailureStation } from "./failure-path.ts";
import { fetchTrace } from "./trace-document.ts";

/** Milliseconds that an error may wait for its trace. */
const traceTimeoutMs = 3000;

/** A transaction that failed in its block, with the way to where it failed. */
export class TracedFailure extends Error {
  readonly error: CodedError;
  readonly txId: string;
  /** Empty when no node told it. */
  readonly path: readonly FailureStation[];

  constructor(error: CodedError, path: readonly FailureStation[]) {
    super(error.message, { cause: error });
    this.error = error;
    this.txId = String(error.details["txId"]);
    this.path = path;
  }
}

/** The error of a transaction with the way to its failure, when a node is known that can tell it. Other errors as they are. */
export async function withFailurePath(error: unknown, options: NodeUrlOptions): Promise<unknown> {
  if (!(error instanceof CodedError) || error.code !== "SDK_CONTRACT_FAILED") return error;
  return new TracedFailure(error, await findPath(String(error.details["txId"]), options));
}

/** The way, where it says more than the error does. */
async function findPath(txId: string, options: NodeUrlOptions): Promise<readonly FailureStation[]> {
  const url = knownNodeUrl(options);
  if (url === undefined) return [];
  try {
    const path = failurePath(await fetchTrace({ url, txId, timeoutMs: traceTimeoutMs }));
    return path.length > 1 || path[0]?.hostCall !== undefined ? path : [];
  } catch {
    // The error itself matters; a node that cannot trace takes nothing from it.
    return [];
  }
}
