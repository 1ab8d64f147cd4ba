import type { Signer } from "./signer.ts";
import type { Transport } from "./transport/transport.ts";

/** A chain seen through one node by one member. Actions take it as their first argument. */
export interface Client {
  readonly chainId: string;
  readonly transport: Transport;
  readonly signer: Signer;
  /** Unix milliseconds; tests give their own. */
  readonly nowMs: () => number;
  /** Fresh random bytes for transaction ids. */
  readonly randomBytes: (length: number) => Uint8Array;
}

export interface ClientOptions {
  readonly chainId: string;
  readonly transport: Transport;
  readonly signer: Signer;
}

/**
 * Makes a client; nothing is sent before the first action.
 *
 * @example
 * const client = createClient({ chainId: "chain1", transport, signer });
 * const { result } = await queryContract(client, { contract: "fact", method: "find", parameters: { file_hash: "h1" } });
 */
export function createClient(options: ClientOptions): Client {
  return {
    ...options,
    nowMs: () => Date.now(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  };
}
