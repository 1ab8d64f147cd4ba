import { decodeEasyCodec } from "@yanta/protocol";
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
    const result = answer === undefined ? undefined : readAnswer(answer, frame.context.blockVersion);
    return { answer, result, failure: answer === undefined ? "refused" : undefined };
  });
}

/** The value in an answer of one item, as GetObject gives it; other answers as they are, and nothing for empty ones. */
function readAnswer(answer: Uint8Array, blockVersion: number): Uint8Array | undefined {
  const items = decodeEasyCodec(answer, blockVersion) ?? [];
  const [only] = items;
  if (items.length === 1 && only?.type === "bytes") return only.value;
  return items.length === 0 ? undefined : answer;
}
