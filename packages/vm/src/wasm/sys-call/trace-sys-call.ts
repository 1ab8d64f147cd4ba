import type { ExecutionTracer, HostArgument } from "../../execution-tracer.ts";
import { readRequestArguments, traceHostCall } from "../trace-host-call.ts";
import type { SysCall } from "./request.ts";

/** Methods whose body is a text or bytes as they are, not items. */
const plainBodies: ReadonlySet<string> = new Set(["LogMessage", "SuccessResult", "ErrorResult"]);

/** Arguments that say where in the contract's memory an answer goes: of no use outside it. */
const pointers: ReadonlySet<string> = new Set(["value_ptr"]);

/** Runs a method and tells the tracer: its arguments, what it found for the contract to read, and the text of its failure. */
export function traceSysCall(tracer: ExecutionTracer, name: string, call: SysCall, run: () => number): number {
  const { frame, instance, body } = call;
  const readArguments = (): readonly HostArgument[] =>
    plainBodies.has(name)
      ? [{ name: "body", value: body }]
      : readRequestArguments(body, frame.context.blockVersion).filter((each) => !pointers.has(each.name));
  return traceHostCall({ tracer, name, instance, readArguments }, () => {
    const before = frame.message.length;
    const code = run();
    if (code !== 0) {
      const text = frame.message.slice(before).replace(/^(\. )?error message: /, "");
      return { answer: code, result: undefined, failure: text === "" ? "refused" : text };
    }
    const found = name === "GetSenderAddressLen" ? frame.senderAddressCache : frame.cache;
    return { answer: code, result: name.endsWith("Len") ? found : undefined, failure: undefined };
  });
}
