import { z } from "zod";
import { content } from "./entry.ts";
import { searchQuery } from "./search.ts";
import { departmentCode, entryCodeInPath, height, pageSizeMax, time } from "./values.ts";

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "a file");

/** A file instead of JSON. */
export const fileAnswer = z.object({
  type: z.string(),
  bytes,
  /** A browser saves it under this name; without, it shows it. */
  name: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

export type FileAnswer = z.infer<typeof fileAnswer>;

/** A body that is a file. */
export const fileBody = bytes;

export const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export const csvType = "text/csv";

/** Files of tables. */
export const tableFiles: readonly string[] = [xlsxType, csvType];

const format = z.enum(["xlsx", "csv"]).default("xlsx");

export const templateQuery = z.object({ format });

export const exportQuery = z.object({
  ...searchQuery.omit({ page: true, pageSize: true, format: true }).shape,
  formats: searchQuery.shape.format.meta({ description: "1 to 7; `format` of a search" }),
  format,
});

const text = z.object({ en: z.string(), zh: z.string() });

/** What a table says, or what is wrong with it. */
export const tableCheck = z
  .object({
    rows: z.int(),
    entries: z.array(content).meta({ description: "for importEntries; none when there is a fault" }),
    faults: z.array(
      z.object({
        row: z.int(),
        column: z.string(),
        cell: z.string().meta({ description: "B3; empty when the column is missing" }),
        fault: text,
      }),
    ),
    notes: z.array(text),
  })
  .meta({ id: "TableCheck" });

export type TableCheck = z.infer<typeof tableCheck>;

export const jsonLdType = "application/ld+json";
export const turtleType = "text/turtle";

/** Files of graphs; the Accept header chooses, `format` before it. */
export const dcatFiles: readonly string[] = [jsonLdType, turtleType];

export const dcatQuery = z.object({ format: z.enum(["jsonld", "ttl"]).optional() });

export const dcatPageQuery = z.object({
  ...dcatQuery.shape,
  after: entryCodeInPath.optional().meta({ description: "the last entry of the page before" }),
  since: z.coerce.number().int().min(0).optional().meta({ description: "published since, Unix seconds" }),
});

/** Of a catalogue that is read, or a webhook. */
export const exchangeName = z.object({ name: z.string().regex(/^[a-z0-9-]{1,40}$/) });

/** Another catalogue that is read for drafts. */
export const harvest = z
  .object({
    name: z.string(),
    kind: z.enum(["ckan", "dcat"]),
    url: z.string(),
    provider: departmentCode,
    providerName: z.string(),
    drafts: z.int().meta({ description: "data sets that were read, in the end drafts or not" }),
    startedAt: time,
    finishedAt: time.meta({ description: "of the last run that read all; 0 for never" }),
    nextAt: time,
    pages: z.int(),
    refused: z.int().meta({ description: "data sets of the last run that could not be understood" }),
    fault: z.string().meta({ description: "code of what ended the last run; empty for nothing" }),
  })
  .meta({ id: "Harvest" });

const afterDraft = entryCodeInPath.optional().meta({ description: "`next` of the page before" });

export const draftsQuery = z.object({
  after: afterDraft,
  limit: z.coerce.number().int().min(1).max(pageSizeMax).default(50),
});

/** Harvested entries that the chain does not have as they are. `importEntries` takes them, when a member has looked at them and signs. */
export const draftsPage = z.object({ items: z.array(content), next: z.string().nullable() });

export const draftsTableQuery = z.object({ after: afterDraft, format });

export const webhookStatus = z
  .object({
    name: z.string(),
    url: z.string(),
    subjects: z.array(z.string()),
    height: height.meta({ description: "of the last deed that was told" }),
    attempts: z.int().meta({ description: "at the next message" }),
    nextAt: time.meta({ description: "of the next attempt; 0 for at once" }),
    delivered: z.int(),
    fault: z.string().meta({ description: "what went wrong last; empty for nothing" }),
    deadLetters: z.int(),
  })
  .meta({ id: "WebhookStatus" });

export const deadLetter = z
  .object({ id: z.string(), body: z.string(), attempts: z.int(), fault: z.string(), at: time })
  .meta({ id: "DeadLetter" });
