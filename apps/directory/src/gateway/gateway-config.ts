import { readFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { dirname, resolve } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { gatewayErrors } from "./errors.ts";

const count = z.int().min(0).max(100).default(0);

const mask = z
  .strictObject({ field: z.string().min(1), keep_start: count, keep_end: count })
  .transform(({ field, keep_start: keepStart, keep_end: keepEnd }) => ({ field, keepStart, keepEnd }));

const entry = { entry: z.string().min(1), masks: z.array(mask).default([]) };

const source = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), ...entry, path: z.string().min(1) }),
  z.strictObject({
    kind: z.literal("http"),
    ...entry,
    url: z.url({ protocol: /^https?$/ }),
    headers_from_environment: z.record(z.string(), z.string()).default({}),
  }),
]);

const schema = z.strictObject({
  listen: z.string().regex(/^.+:\d{1,5}$/),
  tls: z.strictObject({ certificate: z.string(), key: z.string() }).optional(),
  sdk_config: z.string(),
  contract: z.string().default("directory"),
  store: z.string(),
  sources: z.array(source).min(1),
});

/** Where the data of an entry lies. */
export type Source = z.infer<typeof source>;

/** The gateway's configuration with paths made absolute. */
export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  readonly sdkConfig: string;
  readonly contract: string;
  readonly storeFolder: string;
  readonly sources: ReadonlyMap<string, Source>;
}

/** Reads gateway.yml; paths in it are relative to its folder. Errors: DIRECTORY_GATEWAY_CONFIG. */
export function readGatewayConfig(path: string): GatewayConfig {
  const refuse = (reason: string, cause?: unknown): Error =>
    gatewayErrors.create("DIRECTORY_GATEWAY_CONFIG", { path, reason }, cause);
  let value: unknown;
  try {
    value = parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : "it cannot be read", error);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error).replaceAll(/\s+/g, " "));
  const { listen, tls, sdk_config: sdkConfig, contract, store, sources } = parsed.data;
  const from = (name: string): string => resolve(dirname(path), name);
  const colon = listen.lastIndexOf(":");
  const [host, port] = [listen.slice(0, colon).replace(/^\[(.*)\]$/, "$1"), Number(listen.slice(colon + 1))];
  if (!isLoopback(host) && tls === undefined) throw refuse("listen: beyond loopback tls is needed");
  const byEntry = new Map<string, Source>();
  for (const each of sources) {
    if (byEntry.has(each.entry)) throw refuse(`sources: two are of ${each.entry}`);
    byEntry.set(each.entry, each.kind === "file" ? { ...each, path: from(each.path) } : each);
  }
  return {
    host,
    port,
    tls: tls === undefined ? undefined : { certificate: from(tls.certificate), key: from(tls.key) },
    sdkConfig: from(sdkConfig),
    contract,
    storeFolder: from(store),
    sources: byEntry,
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
