import { z } from "zod";
import type { Cohort } from "./credential.ts";
import { certificateErrors } from "./errors.ts";

const line = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, "2026-11-24T00:00:00Z");

/** What an institution writes to have a cohort's certificates issued. */
const definitionSchema = z.strictObject({
  id: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  /** The institution's name. */
  issuer: line(100),
  /** Where its cohorts and achievements are found. */
  address: z
    .string()
    .max(150)
    .regex(/^https:\/\/[A-Za-z0-9.-]+(?::\d+)?\/(?:[A-Za-z0-9_-]+\/)*$/, "https://…/"),
  achievement: z.strictObject({
    id: z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
    name: line(200),
    description: line(1000),
    criteria: line(2000),
    /** Percent that had to be reached. */
    required: z.int().min(1).max(100),
  }),
  validFrom: time,
  validUntil: time.optional(),
  /** Labs that each of its learners solved; of an examination none. */
  labs: z.array(z.string().max(100)).max(100),
});

export type CohortDefinition = z.infer<typeof definitionSchema>;

/** Errors: ACADEMY_CERTIFICATE_UNREADABLE. */
export function readDefinition(text: string): CohortDefinition {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = definitionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
    what: { en: "a cohort's definition", zh: "届次定义" },
    reason: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`,
  });
}

/** The cohort as its certificates say it. */
export function cohortOf(definition: CohortDefinition, did: string): Cohort {
  const { id, address, achievement, issuer, validFrom, validUntil } = definition;
  const about = `${address}achievements/${achievement.id}`;
  return {
    id,
    address,
    issuer: { did, name: issuer },
    validFrom,
    ...(validUntil === undefined ? {} : { validUntil }),
    achievement: {
      id: about,
      type: ["Achievement"],
      name: achievement.name,
      description: achievement.description,
      criteria: { id: `${about}#criteria`, narrative: achievement.criteria },
      resultDescription: [
        {
          id: `${about}#score`,
          type: ["ResultDescription"],
          name: "Score",
          resultType: "Percent",
          requiredValue: String(achievement.required),
        },
      ],
    },
  };
}
