import type { CodedError } from "@yanta/errors";

/** A place in the contract's own files, by the path in its `assembly` folder; line and column from 1. */
export interface DiagnosticPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** What the compiler says about a contract. */
export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  /** English, as the compiler words it. */
  readonly message: string;
  /** Undefined when it concerns the whole contract. */
  readonly place: DiagnosticPlace | undefined;
}

/** The compiler's message, as far as it matters here; its types are not exported by name. */
export interface CompilerMessage {
  readonly category: number;
  readonly message: string;
  readonly range: CompilerRange | null;
  readonly relatedRange: CompilerRange | null;
}

interface CompilerRange {
  /** UTF-16 units from the start of the source. */
  readonly start: number;
  readonly source: { readonly normalizedPath: string };
}

const severities = ["info", "info", "warning", "error"] as const;

/** The place is the first one in the contract's own files; the compiler knows these by `folder` and their path. */
export function messageToDiagnostic(
  { category, message, range, relatedRange }: CompilerMessage,
  { sources, folder }: { readonly sources: ReadonlyMap<string, string>; readonly folder: string },
): Diagnostic {
  const places = [range, relatedRange].flatMap((found) => {
    if (found?.source.normalizedPath.startsWith(folder) !== true) return [];
    const path = found.source.normalizedPath.slice(folder.length);
    const text = sources.get(path);
    return text === undefined ? [] : [placeAt(path, text, found.start)];
  });
  return { severity: severities[category] ?? "error", message, place: places[0] };
}

export function placeAt(path: string, text: string, position: number): DiagnosticPlace {
  const before = text.slice(0, position).split("\n");
  return { path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Why a contract was refused, for an error that the compiler itself did not word. */
export function errorToDiagnostic(error: CodedError): Diagnostic {
  const { path, line, column, reason } = error.details;
  const place =
    typeof path === "string" && typeof line === "number" && typeof column === "number"
      ? { path, line, column }
      : undefined;
  return { severity: "error", message: String(reason ?? error.explain("en").message), place };
}
