import { z } from "zod";

/** Unix seconds. */
export const time = z.int().min(0).meta({ description: "Unix seconds" });

/** A block's height; far below 2^53. */
export const height = z.int().min(0).meta({ description: "height of a block" });

/** 统一社会信用代码 of a department. */
export const departmentCode = z
  .string()
  .regex(/^[0-9A-Z]{18}$/)
  .meta({ description: "统一社会信用代码" });

/** 信息资源代码, e.g. `307003001/000001`. */
export const entryCode = z
  .string()
  .regex(/^[1-9]\d{5,19}\/\d{1,12}$/)
  .meta({ description: "信息资源代码" });

/** In paths the slash of an entry's code is a hyphen: `307003001-000001`. */
export const entryCodeInPath = z
  .string()
  .regex(/^[1-9]\d{5,19}-\d{1,12}$/)
  .meta({ description: "信息资源代码, its slash written as a hyphen" });

/** Id of a request, receipt or correction. */
export const recordId = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/)
  .meta({ description: "letters, digits, hyphens" });

/** Hex of a member's subject key identifier. */
export const memberUid = z
  .string()
  .regex(/^[0-9a-f]{1,128}$/)
  .meta({ description: "hex of the subject key identifier" });

/** Rows of one page of a list. */
export const pageSizeMax = 100;

/** Offsets grow with the page: those far away are not worth their cost. */
export const pageMax = 1000;

/** Which page of a list; from 1. */
export const paging = z.object({
  page: z.coerce.number().int().min(1).max(pageMax).default(1),
  pageSize: z.coerce.number().int().min(1).max(pageSizeMax).default(20),
});

/** One page of a list. `total` counts all rows that fit. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), total: z.int(), page: z.int(), pageSize: z.int() });
}

/** Entry code → how paths write it. */
export function entryCodeToPath(code: string): string {
  return code.replace("/", "-");
}

/** How paths write an entry code → the code. */
export function pathToEntryCode(path: string): string {
  return path.replace("-", "/");
}
