import { z } from "zod";
import { content } from "./entry.ts";
import { searchQuery } from "./search.ts";
import { entryCodeInPath } from "./values.ts";

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
