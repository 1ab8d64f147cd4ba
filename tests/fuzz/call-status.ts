import { CallStatus } from "../../packages/rpc/src/grpc/call-status.ts";

/** A call that ends with a gRPC status is an answer, unless the status hides a fault of the node. */
export function isCallStatus(error: unknown): boolean {
  return error instanceof CallStatus && !error.message.includes("failed inside the node");
}
