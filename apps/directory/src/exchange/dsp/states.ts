import type { Request } from "../../api/request.ts";

/** States of a contract negotiation. Spec: Dataspace Protocol 2025-1, Contract Negotiation Protocol. */
export type NegotiationState =
  | "REQUESTED"
  | "OFFERED"
  | "ACCEPTED"
  | "AGREED"
  | "VERIFIED"
  | "FINALIZED"
  | "TERMINATED";

/** States of a transfer process. Spec: Dataspace Protocol 2025-1, Transfer Process Protocol. */
export type TransferState = "REQUESTED" | "STARTED" | "SUSPENDED" | "COMPLETED" | "TERMINATED";

/** Steps that the protocol allows. */
export const negotiationSteps: Readonly<Record<NegotiationState, readonly NegotiationState[]>> = {
  REQUESTED: ["OFFERED", "AGREED", "TERMINATED"],
  OFFERED: ["REQUESTED", "ACCEPTED", "TERMINATED"],
  ACCEPTED: ["AGREED", "TERMINATED"],
  AGREED: ["VERIFIED", "TERMINATED"],
  VERIFIED: ["FINALIZED", "TERMINATED"],
  FINALIZED: [],
  TERMINATED: [],
};

export const transferSteps: Readonly<Record<TransferState, readonly TransferState[]>> = {
  REQUESTED: ["STARTED", "TERMINATED"],
  STARTED: ["SUSPENDED", "COMPLETED", "TERMINATED"],
  SUSPENDED: ["STARTED", "TERMINATED"],
  COMPLETED: [],
  TERMINATED: [],
};

/**
 * A request as a negotiation. What is asked for stands until both sides have signed (AGREED); the grant is the provider's last word, and the consumer's signature on
 * the agreement verifies it, so that granting passes VERIFIED. A refusal ends the negotiation for good: a dispute over it goes on outside of the protocol.
 */
export function negotiationState(state: Request["state"], wasRejected: boolean): NegotiationState {
  if (wasRejected || state === "REJECTED" || state === "WITHDRAWN") return "TERMINATED";
  if (state === "AGREED") return "AGREED";
  return transferState(state, wasRejected) === undefined ? "REQUESTED" : "FINALIZED";
}

/** A grant as a transfer; undefined before there is one. The consumer's request for the transfer starts it; its completion ends a suspension, too. */
export function transferState(state: Request["state"], wasRejected: boolean): TransferState | undefined {
  if (wasRejected) return undefined;
  switch (state) {
    case "GRANTED":
      return "REQUESTED";
    case "ACTIVE":
      return "STARTED";
    case "SUSPENDED":
    case "COMPLETED":
      return state;
    case "EXPIRED":
    case "REVOKED":
      return "TERMINATED";
    default:
      return undefined;
  }
}
