import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file's text, or why it is not taken. */
export type CourseFile =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "fault"; readonly reason: string };

/** Reads a plain file of at most so many bytes of UTF-8. Links are refused: they lead out of the courses. */
export function readCourseFile(folder: string, path: string, bytesMax: number): CourseFile {
  const full = join(folder, path);
  const found = lstatSync(full, { throwIfNoEntry: false });
  if (found === undefined) return { kind: "missing" };
  if (!found.isFile()) return { kind: "fault", reason: "it is no plain file" };
  if (found.size > bytesMax) return { kind: "fault", reason: `more than ${bytesMax} bytes` };
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(full)) };
  } catch {
    return { kind: "fault", reason: "it is not UTF-8" };
  }
}
