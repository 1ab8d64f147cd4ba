import { type InstructionDetails, tracedStepsMax } from "@yanta/chain";
import { readCount, readObject } from "../json-rpc/read-params.ts";
import { invalidParams } from "../json-rpc/rpc-error.ts";
import type { CallTracerOptions } from "../view/call-tracer.ts";
import type { PrestateOptions } from "../view/prestate-tracer.ts";

/** How a trace is to be shown. */
export type Tracer =
  | { readonly kind: "instructions"; readonly details: InstructionDetails; readonly withStorage: boolean }
  | { readonly kind: "calls"; readonly options: CallTracerOptions }
  | { readonly kind: "prestate"; readonly options: PrestateOptions };

/** Reads go-ethereum's TraceConfig; its `timeout` and `reexec` have no meaning here. */
export function readTracer(settings: unknown): Tracer {
  const options = settings === undefined || settings === null ? {} : readObject(settings, "options");
  const given = options["tracerConfig"];
  const config = given === undefined || given === null ? {} : readObject(given, "tracerConfig");
  switch (options["tracer"] ?? "") {
    case "":
      return { kind: "instructions", details: readDetails(options), withStorage: options["disableStorage"] !== true };
    case "callTracer":
      return {
        kind: "calls",
        options: { onlyTopCall: config["onlyTopCall"] === true, withLog: config["withLog"] === true },
      };
    case "prestateTracer":
      return {
        kind: "prestate",
        options: {
          diffMode: config["diffMode"] === true,
          disableCode: config["disableCode"] === true,
          disableStorage: config["disableStorage"] === true,
          includeEmpty: config["includeEmpty"] === true,
        },
      };
    default:
      throw invalidParams('the tracers that can be had: the opcode logger, "callTracer" and "prestateTracer"');
  }
}

/** Options of go-ethereum's opcode logger. A limit of 0 means none but ours. */
export function readDetails(options: Readonly<Record<string, unknown>>): InstructionDetails {
  const limit = options["limit"] === undefined ? 0 : readCount(options["limit"], "limit", tracedStepsMax);
  return {
    stack: options["disableStack"] !== true,
    memory: options["enableMemory"] === true,
    returnData: options["enableReturnData"] === true,
    countMax: limit === 0 ? Infinity : limit,
  };
}
