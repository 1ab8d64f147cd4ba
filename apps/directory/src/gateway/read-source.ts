import { readFile, stat } from "node:fs/promises";
import { CodedError } from "@yanta/errors";
import { parseCsv } from "./csv.ts";
import { gatewayErrors } from "./errors.ts";
import type { Source } from "./gateway-config.ts";
import { sourceBytesMax, sourceRecordsMax, sourceTimeoutMs } from "./limits.ts";
import type { SourceRecord } from "./mask.ts";

/**
 * All records of a source: a CSV file with a head line, or JSON, an array of flat objects, from a file or over HTTP. What goes wrong is told without addresses,
 * paths and headers: they are the provider's own. Errors: DIRECTORY_GATEWAY_SOURCE, DIRECTORY_GATEWAY_TOO_LARGE.
 */
export async function readSource(source: Source): Promise<readonly SourceRecord[]> {
  const refuse = (reason: string, cause?: unknown): Error =>
    gatewayErrors.create("DIRECTORY_GATEWAY_SOURCE", { entry: source.entry, reason }, cause);
  try {
    const isCsv = source.kind === "file" && source.path.toLowerCase().endsWith(".csv");
    const bytes = source.kind === "file" ? await readWhole(source.path) : await fetchWhole(source, refuse);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const records = isCsv ? csvRecords(text) : jsonRecords(text);
    if (records === undefined)
      throw refuse(isCsv ? "it is no CSV with a head line" : "it is no JSON list of flat records");
    if (records.length > sourceRecordsMax) throw tooLarge(source.entry, `${sourceRecordsMax} records`);
    return records;
  } catch (error) {
    if (error instanceof CodedError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
    throw refuse(code, error);
  }
}

function tooLarge(entry: string, max: string): Error {
  return gatewayErrors.create("DIRECTORY_GATEWAY_TOO_LARGE", { what: `the source of ${entry}`, max });
}

async function readWhole(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > sourceBytesMax) throw tooLarge("a file", `${sourceBytesMax} bytes`);
  return readFile(path);
}

async function fetchWhole(
  source: Extract<Source, { kind: "http" }>,
  refuse: (reason: string) => Error,
): Promise<Uint8Array> {
  const headers = Object.entries(source.headers_from_environment).map(([name, variable]): [string, string] => {
    const value = process.env[variable];
    if (value === undefined) throw refuse(`the environment has no ${variable}`);
    return [name, value];
  });
  const response = await fetch(source.url, {
    headers: [["accept", "application/json"], ...headers],
    // A source that sends the gateway elsewhere would send its headers there, too.
    redirect: "error",
    signal: AbortSignal.timeout(sourceTimeoutMs),
  });
  if (!response.ok) throw refuse(`it answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > sourceBytesMax) throw tooLarge(source.entry, `${sourceBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function csvRecords(text: string): readonly SourceRecord[] | undefined {
  const [head, ...rows] = parseCsv(text) ?? [];
  if (head === undefined || new Set(head).size < head.length) return undefined;
  if (rows.some((row) => row.length !== head.length)) return undefined;
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

function jsonRecords(text: string): readonly SourceRecord[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Array.isArray(value) && value.every(isRecord) ? value : undefined;
}

function isRecord(value: unknown): value is SourceRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (field) => field === null || ["string", "number", "boolean"].includes(typeof field),
  );
}
