import { z } from "zod";
import { departmentCode } from "../../api/values.ts";

/** What an entry needs and another catalogue does not say. */
const defaults = z
  .strictObject({
    format: z.int().min(1).max(7).default(6),
    attribute: z.int().min(1).max(3).default(3),
    cycle: z.int().min(1).max(6).default(6),
    sharing: z.int().min(1).max(2).default(1),
    mode: z.int().min(1).max(3).default(2),
    condition: z.string().min(1).max(500).default("按来源目录的条件"),
    basis: z.string().min(1).max(500).default("来源目录未公开"),
  })
  .prefault({});

/** Another catalogue, from which drafts of one department's entries come. */
export const harvestSource = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]{1,40}$/),
    kind: z.enum(["ckan", "dcat"]),
    url: z.url({ protocol: /^https?$/ }),
    /** Department whose drafts they are. */
    provider: departmentCode,
    /** Node of the duty tree. */
    catalogue: z.string().min(1).max(64),
    /** First part of the drafts' codes. */
    category: z.string().regex(/^[1-9]\d{5,19}$/),
    /** Second part of the first draft's code. */
    first_number: z.int().min(1).max(999_999_000_000).default(900_000_001),
    every_minutes: z.int().min(5).max(525_600).default(1440),
    allow_private: z.boolean().default(false),
    defaults,
  })
  .transform(({ first_number: firstNumber, every_minutes: everyMinutes, allow_private: allowPrivate, ...rest }) => ({
    ...rest,
    firstNumber,
    everyMinutes,
    allowPrivate,
  }));

export type HarvestSource = z.infer<typeof harvestSource>;
