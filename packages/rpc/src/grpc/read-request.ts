import { fromBinary, type DescMessage, type MessageShape } from "@bufbuild/protobuf";
import { internalStatus } from "./call-status.ts";

/** Decodes a method's request; other bytes end the call as grpc-go ends it. */
export function readRequest<Desc extends DescMessage>(schema: Desc, requestBytes: Uint8Array): MessageShape<Desc> {
  try {
    return fromBinary(schema, requestBytes);
  } catch {
    throw internalStatus(`grpc: error unmarshalling request: the bytes are no ${schema.typeName}`);
  }
}
