import { readFileSync } from "node:fs";
import { base64ToBytes } from "@yanta/bytes";
import { parse } from "yaml";
import { z } from "zod";
import { exchangeErrors } from "./errors.ts";
import { harvestSource, type HarvestSource } from "./harvest/harvest-source.ts";
import { webhook, type Webhook } from "./webhooks/webhook.ts";

const schema = z.strictObject({
  harvest: z.array(harvestSource).max(100).default([]),
  webhooks: z.array(webhook).max(100).default([]),
});

/** What a service exchanges with other systems. */
export interface ExchangeConfig {
  readonly harvest: readonly HarvestSource[];
  readonly webhooks: readonly Webhook[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads exchange.yml; secrets stay in the environment. Errors: DIRECTORY_EXCHANGE_CONFIG. */
export function readExchangeConfig(path: string, environment: Environment = process.env): ExchangeConfig {
  const refuse = (reason: string, cause?: unknown): Error =>
    exchangeErrors.create("DIRECTORY_EXCHANGE_CONFIG", { path, reason }, cause);
  let value: unknown;
  try {
    value = parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : "it cannot be read", error);
  }
  const parsed = schema.safeParse(value ?? {});
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error).replaceAll(/\s+/g, " "));
  const { harvest, webhooks } = parsed.data;
  for (const [kind, list] of Object.entries({ harvest, webhooks })) {
    const names = list.map(({ name }) => name);
    const twin = names.find((name, index) => names.indexOf(name) !== index);
    if (twin !== undefined) throw refuse(`${kind}: two are named ${twin}`);
  }
  return {
    harvest,
    webhooks: webhooks.map((each) => {
      const secret = readSecret(environment[each.secretVariable]);
      if (secret !== undefined) return { ...each, secret };
      throw refuse(`webhooks: ${each.secretVariable} is not set to whsec_ and base64 of 24 to 64 bytes`);
    }),
  };
}

/** Spec: Standard Webhooks, "Signature scheme": secrets are `whsec_` and base64 of 24 to 64 bytes. */
function readSecret(text: string | undefined): Uint8Array | undefined {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text ?? "")?.[1];
  const secret = base64 === undefined ? undefined : base64ToBytes(base64);
  return secret === undefined || secret.length < 24 || secret.length > 64 ? undefined : secret;
}
