import { z } from "zod";
import { entrySummary } from "./entry.ts";
import { departmentCode, paging } from "./values.ts";

/** Length of a question. */
export const questionMax = 200;

const choices = z.string().max(400).meta({ description: "one or several, with commas between them" });

export const searchQuery = z.object({
  ...paging.shape,
  q: z.string().max(questionMax).default("").meta({ description: "words in Chinese or English; empty: all" }),
  department: choices.optional(),
  district: choices.optional().meta({ description: "names such as 雁塔区; the city's own departments: 市级" }),
  sharing: choices.optional().meta({ description: "1, 2, 3" }),
  theme: choices.optional().meta({ description: "first three digits of the code (类, 项)" }),
  attribute: choices.optional().meta({ description: "1, 2, 3" }),
  format: choices.optional().meta({ description: "1 to 7" }),
  cycle: choices.optional().meta({ description: "1 to 6" }),
  open: choices.optional().meta({ description: "0, 1" }),
  catalogue: z.string().max(64).optional(),
  sort: z.enum(["rank", "newest", "name"]).default("rank"),
});

export type SearchQuery = z.infer<typeof searchQuery>;

export const facetNames = [
  "department",
  "district",
  "sharing",
  "theme",
  "attribute",
  "format",
  "cycle",
  "open",
] as const;

export type FacetName = (typeof facetNames)[number];

const facetValue = z.object({ value: z.string(), label: z.string(), count: z.int() });

export const searchHit = z
  .object({
    ...entrySummary.shape,
    matchedItems: z.array(z.string()).meta({ description: "items that hold a word of the question, at most 5" }),
  })
  .meta({ id: "SearchHit" });

export type SearchHit = z.infer<typeof searchHit>;

export const searchResult = z
  .object({
    items: z.array(searchHit),
    total: z.int(),
    isTotalExact: z.boolean().meta({ description: "false: at least so many; the facets then count a part" }),
    page: z.int(),
    pageSize: z.int(),
    words: z.array(z.string()).meta({ description: "what was looked for, to be marked in the text" }),
    synonyms: z.array(z.string()).meta({ description: "looked for besides" }),
    facets: z.record(z.enum(facetNames), z.array(facetValue)),
    tookMs: z.number(),
  })
  .meta({ id: "SearchResult" });

export type SearchResult = z.infer<typeof searchResult>;

export const departmentsQuery = z.object({ parent: departmentCode.optional(), q: z.string().max(50).optional() });
