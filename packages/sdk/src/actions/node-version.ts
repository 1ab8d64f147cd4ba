import { ChainMakerVersionResponseSchema } from "@yanta/protocol";
import { decodeAnswer } from "../decode-answer.ts";
import type { CallOptions, Transport } from "../transport/transport.ts";

/** The version text of the node behind a transport. Needs no identity. */
export async function getNodeVersion(transport: Transport, options: CallOptions = {}): Promise<string> {
  const method = "GetChainMakerVersion";
  const answer = await transport.unary(method, new Uint8Array(0), options);
  return decodeAnswer(ChainMakerVersionResponseSchema, answer, method).version;
}
