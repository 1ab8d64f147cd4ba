import { bytesToHex } from "@yanta/bytes";
import { CodedError, type Language } from "@yanta/errors";
import { cliErrors } from "./errors.ts";
import { explainFailure } from "./explain-failure.ts";
import type { Text } from "./language.ts";
import { printable } from "./readable-bytes.ts";
import type { FailureStation } from "./trace/failure-path.ts";
import { TracedFailure } from "./trace/traced-failure.ts";

/** Where commands write. Results go to standard output, progress and errors to standard error. */
export interface Output {
  readonly language: Language;
  readonly json: boolean;
  /** Whether a person looks on: results go to a terminal, and not as JSON. */
  readonly isTerminal: boolean;
  text(text: Text): string;
  /** The command's result: one JSON document with --json, else the rendered text. */
  result(value: unknown, render: () => string): void;
  /** One element of a stream: a JSON line with --json. */
  item(value: unknown, render: () => string): void;
  /** What is told beside the result, to standard error; a JSON line with --json. */
  note(value: unknown, render: () => string): void;
  /** Says what goes on, once work takes longer than a second and then every second. */
  progress(text: Text): Progress;
  failure(error: unknown): void;
}

export interface Progress {
  /** How far the work is, e.g. a block height. */
  at(position: bigint | number): void;
  end(): void;
}

export interface OutputStreams {
  readonly out: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean };
}

const progressEveryMs = 1000;

export function createOutput(options: { language: Language; json: boolean; streams: OutputStreams }): Output {
  const { language, json, streams } = options;
  const text = (both: Text): string => both[language];
  const line = (value: unknown, render: () => string): string =>
    `${json ? JSON.stringify(value, jsonValue) : render()}\n`;
  const write = (value: unknown, render: () => string): void => void streams.out.write(line(value, render));
  return {
    language,
    json,
    isTerminal: streams.out.isTTY === true && !json,
    text,
    result: write,
    item: write,
    note: (value, render) => void streams.err.write(line(value, render)),
    progress: (both) => {
      let position = "";
      const timer = setInterval(() => streams.err.write(`${text(both)}${position} …\n`), progressEveryMs);
      timer.unref();
      return {
        at: (reached) => {
          position = ` ${reached}`;
        },
        end: () => clearInterval(timer),
      };
    },
    failure: (error) => {
      const described = describeFailure(error, language);
      if (json) streams.err.write(`${JSON.stringify({ error: described })}\n`);
      else streams.err.write(`${failureLines(described).join("\n")}\n`);
    },
  };
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  /** What the words of a contract or of the chain mean, where they are not plain. */
  readonly meaning?: string;
  /** Of a transaction that failed in its block. */
  readonly txId?: string;
  /** From the called contract down to where it went wrong; what a reason means stands in its place. */
  readonly path?: readonly FailureStation[];
}

function describeFailure(error: unknown, language: Language): Failure {
  if (error instanceof TracedFailure) {
    const path = error.path.map((station) => ({
      ...station,
      reason: explainFailure(station.reason)?.[language] ?? station.reason,
    }));
    return { ...describeFailure(error.error, language), txId: error.txId, path };
  }
  if (error instanceof CodedError) {
    const { message } = error.details;
    const meaning = typeof message === "string" ? explainFailure(message)?.[language] : undefined;
    return { code: error.code, ...error.explain(language), ...(meaning === undefined ? {} : { meaning }) };
  }
  const fileError = fileErrorOf(error);
  if (fileError !== undefined) return describeFailure(fileError, language);
  const message = error instanceof Error ? error.message : String(error);
  return { code: "CLI_UNEXPECTED", message, advice: "" };
}

/** A file that cannot be read or written, as the system says it. */
function fileErrorOf(error: unknown): CodedError | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("path" in error)) return undefined;
  const { path, message }: { path: unknown; message: string } = error;
  return typeof path === "string" ? cliErrors.create("CLI_FILE", { path, reason: message }, error) : undefined;
}

function failureLines({ code, message, advice, meaning, txId, path = [] }: Failure): readonly string[] {
  return [
    `${code}: ${printable(message)}`,
    ...(txId === undefined || message.includes(txId) ? [] : [`  tx: ${txId}`]),
    ...(meaning === undefined ? [] : [`  ${meaning}`]),
    ...path.map(({ contract, method, hostCall, reason }, depth) => {
      const place = `${contract}.${method}${hostCall === undefined ? "" : ` → ${hostCall}`}`;
      return printable(`  ${"  ".repeat(depth)}✗ ${place}: ${reason}`);
    }),
    ...(advice === "" ? [] : [`→ ${advice}`]),
  ];
}

/**
 * JSON of what messages hold: 64-bit numbers as decimal texts, bytes as lower-case hex. Bytes are looked for in the
 * holder: a Buffer has turned itself into an object before it comes here as `value`.
 */
function jsonValue(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  const held = this[key];
  if (held instanceof Uint8Array) return bytesToHex(held);
  return value;
}
