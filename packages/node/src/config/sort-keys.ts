import type { YamlMapping } from "./yaml-file.ts";
import { isMapping } from "./yaml-file.ts";
import { nodeSchema } from "./node-schema.ts";
import { z } from "zod";

/** Keys of a configuration that do nothing here, dotted. */
export interface SortedKeys {
  /** ChainMaker has the key; it has no effect on Yanta. */
  readonly ineffective: readonly string[];
  /** Neither ChainMaker nor Yanta has the key: probably a slip. */
  readonly unknown: readonly string[];
}

/**
 * ChainMaker's keys (config.md §4) without an effect here; a section's name covers what is below it.
 * They configure its P2P net, Docker engine, other stores, profiling and tuning of its own parts.
 */
const ineffectiveSections: readonly string[] = [
  "log.config_file",
  "crypto_engine",
  "node.type",
  "node.fast_sync",
  "node.pkcs11",
  "node.kms",
  "node.priv_enc_key_file",
  "node.cert_enc_file",
  "node.ca_path",
  "sync",
  "net",
  "txpool",
  "rpc.provider",
  "rpc.check_chain_conf_trust_roots_change_interval",
  "rpc.gateway",
  "rpc.subscriber",
  "rpc.tls",
  "tx_filter",
  "pprof",
  "consensus",
  "scheduler",
  "core",
  "storage",
  "vm",
  "debug",
];

/** Sorts the keys of a lower-cased chainmaker.yml that the schema does not use. */
export function sortKeys(yaml: YamlMapping): SortedKeys {
  const unused = unusedKeys(yaml, nodeSchema, "");
  const isIneffective = (key: string): boolean =>
    ineffectiveSections.some((section) => key === section || key.startsWith(`${section}.`));
  return { ineffective: unused.filter(isIneffective), unknown: unused.filter((key) => !isIneffective(key)) };
}

function unusedKeys(yaml: YamlMapping, schema: z.ZodObject, prefix: string): string[] {
  return Object.entries(yaml).flatMap(([name, value]) => {
    const field = schema.shape[name];
    if (field === undefined) return [prefix + name];
    const inner = objectInside(field);
    return inner !== undefined && isMapping(value) ? unusedKeys(value, inner, `${prefix}${name}.`) : [];
  });
}

function objectInside(schema: z.core.$ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable
  ) {
    return objectInside(schema.unwrap());
  }
  return undefined;
}
