import { z } from "zod";
import { time } from "./values.ts";

/** A deadline that runs; the contract counted it on its holiday calendar. */
export const clock = z
  .object({
    rule: z.string().meta({ description: "name in the rule table, e.g. providerReview" }),
    startedAt: time,
    days: z.int().meta({ description: "working days that it was given, or has left while it is paused" }),
    due: time,
    isPaused: z.boolean(),
    isProvisional: z.boolean().meta({ description: "a year without a holiday calendar was counted" }),
    isOverdue: z.boolean(),
    workingDaysLeft: z.int().meta({ description: "until it is due; negative: so many are over" }),
    level: z
      .int()
      .meta({ description: "escalation: 0 in time, 1 overdue, one more after each run of the rule escalation" }),
  })
  .meta({ id: "Clock" });

export type Clock = z.infer<typeof clock>;

/** A line of the rule table. */
export const rule = z
  .object({
    name: z.string(),
    days: z.int(),
    pauses: z.boolean(),
    source: z.string(),
    isChecked: z.boolean().meta({ description: "an administrator set it; shipped values need a person's check" }),
  })
  .meta({ id: "Rule" });

export type Rule = z.infer<typeof rule>;

const deadline = z
  .object({
    subject: z.string().meta({ description: "request.ID, entry.CODE or correction.ID" }),
    kind: z.enum(["request", "entry", "correction", "confirmation"]),
    id: z.string(),
    title: z.string().meta({ description: "name of the entry that it is about" }),
    department: z.string().meta({ description: "code of the department that owes the next step" }),
    departmentName: z.string(),
    state: z.string(),
    clock,
  })
  .meta({ id: "Deadline" });

export type Deadline = z.infer<typeof deadline>;
export { deadline };
