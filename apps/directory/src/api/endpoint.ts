import type { z } from "zod";

/** One operation: where it is, what it takes and gives. `open`: also without a session. */
export interface Endpoint {
  readonly method: "GET" | "POST";
  /** Below `/api/v1`; `{name}` stands for a parameter. */
  readonly path: string;
  readonly summary: { readonly en: string; readonly zh: string };
  readonly access: "open" | "member";
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Media types of a body that is a file; `body` is then `fileBody`. */
  readonly takes?: readonly string[];
  readonly answer: z.ZodType;
  /** Media types of an answer that is a file; `answer` is then `fileAnswer`. */
  readonly files?: readonly string[];
}
