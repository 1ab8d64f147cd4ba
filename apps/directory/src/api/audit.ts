import { z } from "zod";
import { height, time } from "./values.ts";

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
