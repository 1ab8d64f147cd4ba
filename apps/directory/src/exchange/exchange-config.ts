import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { exchangeErrors } from "./errors.ts";
import { harvestSource, type HarvestSource } from "./harvest/harvest-source.ts";

const schema = z.strictObject({
  harvest: z.array(harvestSource).max(100).default([]),
});

/** What a service exchanges with other systems. */
export interface ExchangeConfig {
  readonly harvest: readonly HarvestSource[];
}

/** Reads exchange.yml. Errors: DIRECTORY_EXCHANGE_CONFIG. */
export function readExchangeConfig(path: string): ExchangeConfig {
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
  const { harvest } = parsed.data;
  const twin = harvest.find(({ name }, index) => harvest.findIndex((other) => other.name === name) !== index);
  if (twin !== undefined) throw refuse(`harvest: two are named ${twin.name}`);
  return { harvest };
}
