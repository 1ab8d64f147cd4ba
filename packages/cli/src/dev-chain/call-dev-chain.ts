import { CodedError } from "@yanta/errors";
import { callNode } from "../call-node.ts";
import type { CommandContext } from "../command-context.ts";
import { cliErrors } from "../errors.ts";
import { nodeUrl, type NodeUrlOptions } from "../node-url.ts";

/** Milliseconds that a control may take: thousands of blocks, or a state of many megabytes. */
const controlTimeoutMs = 600_000;

/** Calls a control of the development chain that runs. Errors: CLI_NOT_DEV_CHAIN, CLI_CONTROL_REFUSED, CLI_RPC_UNREACHABLE. */
export async function callDevChain(
  options: NodeUrlOptions,
  { signal }: CommandContext,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  const url = nodeUrl(options);
  try {
    return await callNode({ url, method, params, signal, timeoutMs: controlTimeoutMs });
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== "CLI_RPC_REFUSED") throw error;
    const reason = String(error.details["reason"] ?? "");
    throw /does not exist/.test(reason)
      ? cliErrors.create("CLI_NOT_DEV_CHAIN", { url }, error)
      : cliErrors.create("CLI_CONTROL_REFUSED", { reason }, error);
  }
}

/** A tip as the node tells it, with numbers for people. */
export interface ShownTip {
  readonly id?: number;
  readonly height: number;
  readonly hash: string;
  readonly time: string;
}

export function showTip(value: unknown): ShownTip {
  const { id, height, hash, timestamp } = value as { id?: number; height: string; hash: string; timestamp: string };
  return {
    ...(id === undefined ? {} : { id }),
    height: Number(height),
    hash: hash.replace(/^0x/, ""),
    time: new Date(Number(timestamp) * 1000).toISOString(),
  };
}
