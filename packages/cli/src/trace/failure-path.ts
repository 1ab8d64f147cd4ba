import type { CallStep, TraceDocument, TraceStep } from "./trace-document.ts";

/** One station on the way to a failure: a contract's method, and the host call in it that did not succeed. */
export interface FailureStation {
  readonly contract: string;
  readonly method: string;
  readonly hostCall?: string;
  /** What the host call, or else the contract, says. */
  readonly reason: string;
}

export function hasFailed({ status, code }: CallStep): boolean {
  return status !== "SUCCESS" || code !== 0;
}

/** From the transaction's own call down to where it went wrong, following the last failure of each call. Empty when nothing failed. */
export function failurePath({ call }: TraceDocument): readonly FailureStation[] {
  const stations: FailureStation[] = [];
  let next: CallStep | undefined = call;
  while (next !== undefined && hasFailed(next)) {
    const { contract = "", method, message, steps }: CallStep = next;
    const culprit: TraceStep | undefined = steps.findLast(isFailure);
    if (culprit?.type === "hostCall") {
      const reason = culprit.failure ?? "";
      stations.push({ contract, method, hostCall: culprit.name.replace(/Len$/, ""), reason });
      next = culprit.steps?.findLast((step) => step.type === "call");
    } else {
      stations.push({ contract, method, reason: message });
      next = culprit?.type === "call" ? culprit : undefined;
    }
  }
  return stations;
}

function isFailure(step: TraceStep): boolean {
  return step.type === "hostCall" ? step.failure !== undefined : step.type === "call" && hasFailed(step);
}
