import { z } from "zod";
import { departmentCode, time } from "./values.ts";

const byState = z.record(z.string(), z.int());

export const departmentStatistics = z
  .object({
    department: departmentCode,
    name: z.string(),
    level: z.int(),
    entries: byState.meta({ description: "entries by the state of their newest version" }),
    published: z.int(),
    sharing: z.object({ free: z.int(), conditional: z.int(), refused: z.int() }),
    requestsMade: byState,
    requestsReceived: byState,
    deliveries: z.int(),
    overdue: z.int().meta({ description: "steps that the department owes and that are overdue" }),
    corrections: z.int().meta({ description: "open tickets about its entries" }),
    systems: z.int(),
  })
  .meta({ id: "DepartmentStatistics" });

export type DepartmentStatistics = z.infer<typeof departmentStatistics>;

/** How much one department uses of another. */
export const sharingFlow = z
  .object({
    provider: departmentCode,
    providerName: z.string(),
    consumer: departmentCode,
    consumerName: z.string(),
    requests: z.int(),
    active: z.int(),
    deliveries: z.int(),
    bytes: z.int(),
  })
  .meta({ id: "SharingFlow" });

export type SharingFlow = z.infer<typeof sharingFlow>;

export const totals = z
  .object({
    departments: z.int(),
    members: z.int(),
    duties: z.int(),
    systems: z.int(),
    entries: z.int(),
    published: z.int(),
    requests: z.int(),
    openRequests: z.int(),
    activeGrants: z.int(),
    deliveries: z.int(),
    overdue: z.int(),
    openCorrections: z.int(),
    at: time,
  })
  .meta({ id: "Totals" });

export type Totals = z.infer<typeof totals>;

/** A system and whether the entries of its catalogue are kept as fresh as their update cycles say. */
export const systemStatus = z
  .object({
    id: z.string(),
    name: z.string(),
    department: departmentCode,
    departmentName: z.string(),
    catalogue: z.string(),
    entries: z.int().meta({ description: "published entries of its catalogue" }),
    cycle: z.int().meta({ description: "the shortest of their update cycles; 0 without entries" }),
    lastActivity: time.meta({ description: "last publication or delivery of one of them; 0 for never" }),
    expectedBy: time.meta({ description: "when the next was due by the cycle; 0 when nothing is expected" }),
    status: z.enum(["fresh", "late", "silent", "empty"]),
  })
  .meta({ id: "SystemStatus" });

export type SystemStatus = z.infer<typeof systemStatus>;
