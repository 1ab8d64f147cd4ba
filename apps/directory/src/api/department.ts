import { z } from "zod";
import { departmentCode, memberUid, time } from "./values.ts";

export const department = z
  .object({
    code: departmentCode,
    org: z.string().meta({ description: "organisation of the chain" }),
    name: z.string(),
    level: z.int().meta({ description: "1 city, 2 district, 3 town" }),
    parent: z.string(),
    state: z.enum(["ACTIVE", "LEFT"]),
    successor: z.string(),
    entries: z.int().meta({ description: "published entries" }),
    systems: z.int(),
  })
  .meta({ id: "Department" });

export type Department = z.infer<typeof department>;

export const duty = z
  .object({
    id: z.string(),
    kind: z.enum(["job", "duty", "catalogue", "database", "system"]),
    parent: z.string(),
    name: z.string(),
    department: departmentCode,
    children: z.int().meta({ description: "nodes right below" }),
    entries: z.int().meta({ description: "published entries right below (of a catalogue)" }),
  })
  .meta({ id: "Duty" });

export type Duty = z.infer<typeof duty>;

export const roles = ["administrator", "registrar", "provider", "consumer", "compliance", "auditor"] as const;

export const member = z
  .object({
    uid: memberUid,
    org: z.string(),
    department: departmentCode,
    departmentName: z.string(),
    roles: z.array(z.enum(roles)),
    isActive: z.boolean(),
    at: time,
  })
  .meta({ id: "Member" });

export type Member = z.infer<typeof member>;
export type Role = (typeof roles)[number];
