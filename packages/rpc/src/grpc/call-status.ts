import { status, type StatusObject } from "@grpc/grpc-js";

/** A call that ends with a gRPC status other than OK, thrown by methods and turned into the status by the server. */
export class CallStatus extends Error {
  readonly status: Partial<StatusObject>;

  constructor(code: status, details: string) {
    super(details);
    this.name = "CallStatus";
    this.status = { code, details };
  }
}

/** Go's plain errors reach clients as Unknown. Spec: rpc.md §1. */
export const unknownStatus = (details: string): CallStatus => new CallStatus(status.UNKNOWN, details);
export const cancelledStatus = (details: string): CallStatus => new CallStatus(status.CANCELLED, details);
export const internalStatus = (details: string): CallStatus => new CallStatus(status.INTERNAL, details);
export const invalidArgumentStatus = (details: string): CallStatus => new CallStatus(status.INVALID_ARGUMENT, details);
export const unauthenticatedStatus = (details: string): CallStatus => new CallStatus(status.UNAUTHENTICATED, details);
export const permissionDeniedStatus = (details: string): CallStatus =>
  new CallStatus(status.PERMISSION_DENIED, details);
export const resourceExhaustedStatus = (details: string): CallStatus =>
  new CallStatus(status.RESOURCE_EXHAUSTED, details);
