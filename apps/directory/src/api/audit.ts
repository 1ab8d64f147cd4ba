import { z } from "zod";
import { height, recordId, time } from "./values.ts";

/** One deed, written by the contract in the transaction that did it. */
export const auditRow = z
  .object({
    subject: z.string(),
    revision: z.int(),
    action: z.string(),
    by: z.string().meta({ description: "uid of a member" }),
    department: z.string(),
    departmentName: z.string(),
    at: time,
    from: z.string(),
    to: z.string(),
    reason: z.string(),
    basis: z.string(),
    tx: z.string(),
    height,
  })
  .meta({ id: "AuditRow" });

export type AuditRow = z.infer<typeof auditRow>;

export const bundleType = "application/zip";

/** What an audit bundle is about. */
export const bundleSubject = z.object({
  kind: z.enum(["entry", "request", "delivery"]),
  id: recordId.meta({ description: "id of a request or a delivery; code of an entry, its slash written as a hyphen" }),
});

export type BundleSubject = z.infer<typeof bundleSubject>;
