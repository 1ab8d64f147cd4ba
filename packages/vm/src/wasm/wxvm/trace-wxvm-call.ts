import type { ExecutionTracer } from "../../execution-tracer.ts";
import { readRequestArguments, traceHostCall } from "../trace-host-call.ts";
import type { WxvmCall } from "./wxvm-methods.ts";

/** Runs a method and tells the tracer. A contract never learns why one failed, and neither does its trace. */
export function traceWxvmCall(
  { tracer, name, requestBytes }: { tracer: ExecutionTracer; name: string; requestBytes: Uint8Array },
  { instance, frame }: WxvmCall,
  run: () => Uint8Array | undefined,
): Uint8Array | undefined {
  const readArguments = () => readRequestArguments(requestBytes, frame.context.blockVersion);
  return traceHostCall({ tracer, name, instance, readArguments }, () => {
    const answer = run();
    return { answer, result: answer, failure: answer === undefined ? "refused" : undefined };
  });
}
