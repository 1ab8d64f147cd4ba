import { bytesToHex } from "@yanta/bytes";
import { CodedError, type Language } from "@yanta/errors";
import type { Text } from "./language.ts";

/** Where commands write. Results go to standard output, progress and errors to standard error. */
export interface Output {
  readonly language: Language;
  readonly json: boolean;
  text(text: Text): string;
  /** The command's result: one JSON document with --json, else the rendered text. */
  result(value: unknown, render: () => string): void;
  /** One element of a stream: a JSON line with --json. */
  item(value: unknown, render: () => string): void;
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
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean };
}

const progressEveryMs = 1000;

export function createOutput(options: { language: Language; json: boolean; streams: OutputStreams }): Output {
  const { language, json, streams } = options;
  const text = (both: Text): string => both[language];
  const write = (value: unknown, render: () => string): void => {
    streams.out.write(`${json ? JSON.stringify(value, jsonValue) : render()}\n`);
  };
  return {
    language,
    json,
    text,
    result: write,
    item: write,
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
      else
        streams.err.write(
          `${described.code}: ${described.message}\n${described.advice === "" ? "" : `→ ${described.advice}\n`}`,
        );
    },
  };
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}

function describeFailure(error: unknown, language: Language): Failure {
  if (error instanceof CodedError) return { code: error.code, ...error.explain(language) };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "CLI_UNEXPECTED", message, advice: "" };
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
