import { fromBinary } from "@bufbuild/protobuf";
import { ChainMakerVersionResponseSchema } from "@yanta/protocol";
import type { CallOptions, Transport } from "../transport/transport.ts";

/** The version text of the node behind a transport. Needs no identity. */
export async function getNodeVersion(transport: Transport, options: CallOptions = {}): Promise<string> {
  return fromBinary(
    ChainMakerVersionResponseSchema,
    await transport.unary("GetChainMakerVersion", new Uint8Array(0), options),
  ).version;
}
