import { z } from "zod";

/** Kinds of subjects whose deeds are told. */
const subjects = z.enum(["entry", "request", "receipt", "correction", "duty", "department", "member"]);

/** Another system that is told what was done. */
export const webhook = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]{1,40}$/),
    url: z.url({ protocol: /^https?$/ }),
    /** Name of the environment variable with the secret: `whsec_` and base64 of 24 to 64 bytes. */
    secret_from_environment: z.string().min(1),
    subjects: z.array(subjects).min(1).default(["entry"]),
    /** Where a new one begins: with what is done from now on, or with the first block. */
    from: z.enum(["now", "beginning"]).default("now"),
    allow_private: z.boolean().default(false),
  })
  .transform(({ secret_from_environment: secretVariable, allow_private: allowPrivate, ...rest }) => ({
    ...rest,
    secretVariable,
    allowPrivate,
  }));

export type WebhookSettings = z.infer<typeof webhook>;

/** With its secret. */
export interface Webhook extends WebhookSettings {
  readonly secret: Uint8Array;
}
