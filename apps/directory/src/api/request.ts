import { z } from "zod";
import { clock } from "./clock.ts";
import { departmentCode, entryCode, memberUid, recordId, time } from "./values.ts";

export const requestStates = [
  "SUBMITTED",
  "COMPLIANCE",
  "PROVIDER_REVIEW",
  "APPROVED",
  "AGREED",
  "GRANTED",
  "ACTIVE",
  "SUSPENDED",
  "EXPIRED",
  "REVOKED",
  "COMPLETED",
  "REJECTED",
  "DISPUTE",
  "MEDIATED",
  "RETURNED",
  "WITHDRAWN",
] as const;

export const request = z
  .object({
    id: recordId,
    entry: entryCode,
    entryName: z.string(),
    version: z.int(),
    confirmedVersion: z.int(),
    consumer: departmentCode,
    consumerName: z.string(),
    provider: departmentCode,
    providerName: z.string(),
    state: z.enum(requestStates),
    fields: z.array(z.string()),
    purpose: z.string(),
    until: time,
    usesMax: z.int(),
    used: z.int(),
    agreement: z.string().meta({ description: "hash of the agreement that a side signed last" }),
    consumerSigned: z.boolean(),
    providerSigned: z.boolean(),
    access: z.string().meta({ description: "hash of how the data can be had" }),
    suspendedAt: time,
    outcome: z.enum(["", "stands", "again"]),
    revision: z.int(),
    at: time,
    clock: clock.nullable(),
    isOpen: z.boolean(),
  })
  .meta({ id: "Request" });

export type Request = z.infer<typeof request>;

/** What the member who asks may do to a request now; the contract decides. */
export const requestActions = [
  "takeRequest",
  "passRequest",
  "returnRequest",
  "rejectRequest",
  "resubmitRequest",
  "approveRequest",
  "signAgreement",
  "grantAccess",
  "activateAccess",
  "suspendAccess",
  "resumeAccess",
  "revokeAccess",
  "completeAccess",
  "expireAccess",
  "confirmChange",
  "deliver",
  "disputeRequest",
  "mediateRequest",
  "reviewAgain",
  "withdrawRequest",
] as const;

export type RequestAction = (typeof requestActions)[number];

export const pendingChange = z
  .object({ version: z.int(), fields: z.array(z.string()), due: time, isOverdue: z.boolean() })
  .meta({ id: "PendingChange" });

export const requestPage = z
  .object({
    ...request.shape,
    actions: z.array(z.enum(requestActions)),
    pendingChange: pendingChange.nullable(),
  })
  .meta({ id: "RequestPage" });

export type RequestPage = z.infer<typeof requestPage>;

/** Proof of one delivery. */
export const receipt = z
  .object({
    id: recordId,
    request: recordId,
    agreement: z.string(),
    hash: z.string(),
    size: z.int().meta({ description: "bytes" }),
    uses: z.int(),
    purpose: z.string(),
    fields: z.array(z.string()),
    state: z.enum(["DELIVERED", "ACKNOWLEDGED", "REFUSED"]),
    providerUid: memberUid,
    deliveredAt: time,
    consumerUid: z.string(),
    answeredAt: time,
  })
  .meta({ id: "Receipt" });

export type Receipt = z.infer<typeof receipt>;

export const correctionStates = ["OPEN", "ACCEPTED", "DONE", "CLOSED", "REFUSED", "WITHDRAWN"] as const;

/** A ticket about an error in an entry or its data (校核纠错). */
export const correction = z
  .object({
    id: recordId,
    entry: entryCode,
    entryName: z.string(),
    field: z.string(),
    evidence: z.string(),
    department: departmentCode,
    departmentName: z.string(),
    provider: departmentCode,
    state: z.enum(correctionStates),
    at: time,
    clock: clock.nullable(),
  })
  .meta({ id: "Correction" });

export type Correction = z.infer<typeof correction>;

/** What the member who asks may do to a ticket now: the provider's answers, then the opener's decisions; the contract decides. */
export const correctionActions = ["accept", "refuse", "done", "close", "reopen", "withdraw"] as const;

export type CorrectionAction = (typeof correctionActions)[number];

export const correctionPage = z
  .object({
    ...correction.shape,
    providerName: z.string(),
    text: z.string().meta({ description: "what is wrong, as the opener wrote it" }),
    actions: z.array(z.enum(correctionActions)),
  })
  .meta({ id: "CorrectionPage" });

export type CorrectionPage = z.infer<typeof correctionPage>;

/** Something that waits for the member who asks, or for a colleague with the same role. */
export const task = z
  .object({
    kind: z.enum(["request", "entry", "correction", "confirmation", "receipt"]),
    id: z.string(),
    title: z.string(),
    state: z.string(),
    actions: z.array(z.string()).meta({ description: "methods of the contract that may be next" }),
    consumerName: z.string(),
    providerName: z.string(),
    at: time,
    clock: clock.nullable(),
  })
  .meta({ id: "Task" });

export type Task = z.infer<typeof task>;
