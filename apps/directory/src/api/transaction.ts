import { z } from "zod";
import { height, time } from "./values.ts";

/** Base64 of a request: an import of 500,000 characters fits. */
export const requestBase64Max = 4_000_000;

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

export const prepare = z
  .object({
    method: z.string().max(64).meta({ description: "a method of the contract `directory`" }),
    parameters: z
      .record(z.string().max(64), value)
      .meta({ description: "as the contract's client takes them; importEntries takes `contents` as JSON text" }),
  })
  .meta({ id: "Prepare" });

export type Prepare = z.infer<typeof prepare>;

/** What the member signs in the browser. Decode it and show it first: the service is not trusted. */
export const prepared = z
  .object({
    txId: z.string(),
    payload: z.string().meta({ description: "base64 of common.Payload: exactly these bytes are signed" }),
    chainId: z.string(),
    contract: z.string(),
    expiresAt: time.meta({ description: "the chain refuses it later" }),
  })
  .meta({ id: "Prepared" });

export type Prepared = z.infer<typeof prepared>;

export const submit = z
  .object({
    request: z.string().max(requestBase64Max).meta({ description: "base64 of common.TxRequest with the signature" }),
  })
  .meta({ id: "Submit" });

export type Submit = z.infer<typeof submit>;

/** A transaction in a block; what it did is in the index when this answer comes, or `isIndexed` is false. */
export const submitted = z
  .object({ txId: z.string(), height, result: z.string(), isIndexed: z.boolean() })
  .meta({ id: "Submitted" });

export type Submitted = z.infer<typeof submitted>;
