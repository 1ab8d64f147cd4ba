import { z } from "zod";

const words = z.object({ message: z.string(), advice: z.string() });

/** A field or cell that is wrong. */
export const finding = z.object({
  row: z.int().optional(),
  field: z.string(),
  code: z.string(),
  en: words,
  zh: words,
});

/** Every refusal of the service, also those of the contract (`DIR_…`) and of the node. */
export const problem = z
  .object({
    code: z.string(),
    en: words,
    zh: words,
    field: z.string().meta({ description: "what the contract's refusal names; empty for none" }),
    detail: z.string(),
    findings: z.array(finding).meta({ description: "of an import: each cell" }),
    retryable: z.boolean(),
  })
  .meta({ id: "Problem" });

export type Problem = z.infer<typeof problem>;
export type Finding = z.infer<typeof finding>;
