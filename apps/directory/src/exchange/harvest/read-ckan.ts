import { z } from "zod";
import { exchangeErrors } from "../errors.ts";
import { isTooDeep } from "./json-depth.ts";
import { ckanPageRows, jsonDepthMax } from "./limits.ts";
import type { RemoteDataset, RemotePage } from "./remote-dataset.ts";

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");

const resource = z.object({ name: text, format: text, description: text });

const dataset = z.object({
  id: z.string().min(1).max(200),
  title: text,
  name: text,
  notes: text,
  metadata_modified: z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]{5,15}Z?$/),
  private: z.boolean().nullish(),
  frequency: text,
  accrual_periodicity: text,
  extras: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
  resources: z.array(resource).nullish(),
});

const answer = z.object({
  success: z.literal(true),
  result: z.object({ count: z.int().min(0), results: z.array(z.unknown()).max(ckanPageRows) }),
});

/** A page of `package_search`, oldest change first. */
export interface CkanPage extends RemotePage {
  /** Rows of the page, understood or not. */
  readonly rows: number;
  /** `metadata_modified` of every row, empty for one that could not be understood. */
  readonly modified: readonly string[];
}

/** Where the next page is asked: all changes from a time on, after so many. Spec: CKAN action API, package_search; Solr range queries. */
export function ckanAddress(url: string, from: string, start: number): string {
  const address = new URL(`${url.replace(/\/+$/, "")}/api/3/action/package_search`);
  address.searchParams.set("q", "*:*");
  if (from !== "") address.searchParams.set("fq", `metadata_modified:[${from.replace(/Z?$/, "Z")} TO *]`);
  address.searchParams.set("sort", "metadata_modified asc, id asc");
  address.searchParams.set("rows", String(ckanPageRows));
  address.searchParams.set("start", String(start));
  return address.href;
}

/** Reads an answer of `package_search`. Errors: DIRECTORY_EXCHANGE_ANSWER. */
export function readCkan(url: string, body: Uint8Array): CkanPage {
  const parsed = answer.safeParse(parseJson(url, body));
  if (!parsed.success)
    throw exchangeErrors.create("DIRECTORY_EXCHANGE_ANSWER", { url, reason: "no answer of package_search" });
  const read = parsed.data.result.results.map((each) => dataset.safeParse(each));
  return {
    rows: read.length,
    modified: read.map(({ data }) => data?.metadata_modified ?? ""),
    datasets: read.flatMap(({ data }) => (data === undefined ? [] : [toRemote(data)])),
    refused: read.filter(({ success }) => !success).length,
  };
}

/** JSON that is not too deep. Errors: DIRECTORY_EXCHANGE_ANSWER. */
export function parseJson(url: string, body: Uint8Array): unknown {
  const refuse = (reason: string, cause?: unknown): Error =>
    exchangeErrors.create("DIRECTORY_EXCHANGE_ANSWER", { url, reason }, cause);
  try {
    const json = new TextDecoder("utf-8", { fatal: true }).decode(body);
    if (!isTooDeep(json, jsonDepthMax)) return JSON.parse(json);
  } catch (error) {
    throw refuse("no JSON", error);
  }
  throw refuse(`JSON deeper than ${jsonDepthMax}`);
}

function toRemote(found: z.infer<typeof dataset>): RemoteDataset {
  const { id, title, name, notes, metadata_modified: modified, resources, extras } = found;
  const extra = extras?.find(({ key }) => /^(frequency|accrual_?periodicity)$/i.test(key))?.value;
  const frequency = found.frequency || found.accrual_periodicity || (typeof extra === "string" ? extra : "");
  return {
    id,
    title: title || name,
    description: notes,
    modified,
    formats: (resources ?? []).map(({ format }) => format.toLowerCase()).filter((format) => format !== ""),
    frequency: lastWord(frequency),
    access: found.private === true ? "NON_PUBLIC" : "",
    items: (resources ?? []).map((each) => each.name || each.description).filter((each) => each !== ""),
  };
}

/** `http://…/frequency/DAILY` and `R/P1D` and `daily` → one word in capitals. */
export function lastWord(name: string): string {
  return name.split(/[/#]/).at(-1)?.toUpperCase() ?? "";
}
