import { decodeEasyCodec } from "@yanta/protocol";
import type { ExecutionTracer, HostArgument } from "../execution-tracer.ts";

export interface HostCallToTrace {
  readonly tracer: ExecutionTracer;
  readonly name: string;
  readonly instance: { readonly gasLeft: number };
  readonly readArguments: () => readonly HostArgument[];
}

/** What a traced host call came to. */
export interface TracedAnswer<Answer> {
  readonly answer: Answer;
  readonly result: Uint8Array | undefined;
  readonly failure: string | undefined;
}

/** Runs a host call between its beginning and its end as the tracer sees them; one that is broken off has an end, too. */
export function traceHostCall<Answer>(
  { tracer, name, instance, readArguments }: HostCallToTrace,
  run: () => TracedAnswer<Answer>,
): Answer {
  const { gasLeft } = instance;
  const end = tracer.hostCall(name, readArguments);
  let traced: TracedAnswer<Answer> | undefined;
  try {
    traced = run();
    return traced.answer;
  } finally {
    end({
      gasUsed: gasLeft - instance.gasLeft,
      result: traced?.result,
      failure: traced === undefined ? "broken off" : traced.failure,
    });
  }
}

/** The items of a request. */
export function readRequestArguments(body: Uint8Array, blockVersion: number): readonly HostArgument[] {
  return (decodeEasyCodec(body, blockVersion) ?? []).map(({ key, value }) => ({ name: key, value }));
}
