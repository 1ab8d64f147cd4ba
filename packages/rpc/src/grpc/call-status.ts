import type { StatusName } from "./transport/status-codes.ts";

/** A call that ends with a gRPC status other than OK, thrown by methods and turned into the status by the server. */
export class CallStatus extends Error {
  readonly code: StatusName;
  readonly details: string;

  constructor(code: StatusName, details: string) {
    super(details);
    this.name = "CallStatus";
    this.code = code;
    this.details = details;
  }
}

/** Go's plain errors reach clients as Unknown. Spec: rpc.md §1. */
export const unknownStatus = (details: string): CallStatus => new CallStatus("UNKNOWN", details);
export const cancelledStatus = (details: string): CallStatus => new CallStatus("CANCELLED", details);
export const deadlineExceededStatus = (details: string): CallStatus => new CallStatus("DEADLINE_EXCEEDED", details);
export const internalStatus = (details: string): CallStatus => new CallStatus("INTERNAL", details);
export const invalidArgumentStatus = (details: string): CallStatus => new CallStatus("INVALID_ARGUMENT", details);
export const unauthenticatedStatus = (details: string): CallStatus => new CallStatus("UNAUTHENTICATED", details);
export const permissionDeniedStatus = (details: string): CallStatus => new CallStatus("PERMISSION_DENIED", details);
export const resourceExhaustedStatus = (details: string): CallStatus => new CallStatus("RESOURCE_EXHAUSTED", details);
export const unimplementedStatus = (details: string): CallStatus => new CallStatus("UNIMPLEMENTED", details);
