import { type CallTrace, solidityFailure, type TraceStep, type TraceView } from "@yanta/playground";
import { element } from "./element.ts";
import { words } from "./words.ts";

/** Steps shown of one call. */
const stepsMax = 500;
/** Characters shown of a value. */
const textLengthMax = 120;

/** A trace as a tree that opens and closes. */
export function traceTree(trace: TraceView): HTMLElement {
  if (trace.kind === "unknown") return element("p", { className: "hint", textContent: trace.reason });
  const { call, isCut } = trace;
  return element(
    "div",
    { className: "trace" },
    call === undefined ? element("p", { className: "hint", textContent: trace.txId }) : callNode(call),
    isCut ? element("p", { className: "hint", textContent: words.cut }) : undefined,
  );
}

function callNode(call: CallTrace): HTMLElement {
  const isGood = call.code === 0 && call.contractCode === 0;
  const parameters = Object.entries(call.parameters).map(([name, value]) => `${name}=${valueText(value)}`);
  const title = `${call.contract}.${call.method}(${parameters.join(", ")})`;
  const end = isGood ? resultText(call.result) : `${words.failed}: ${solidityFailure(call.message)}`;
  return branch(
    [
      element("code", { textContent: cut(title) }),
      element("span", { className: isGood ? "good" : "error", textContent: end }),
      element("small", { textContent: `${call.gasUsed} gas` }),
    ],
    call.steps,
  );
}

function stepNode(step: TraceStep): HTMLElement {
  switch (step.kind) {
    case "call":
      return callNode(step);
    case "host-call": {
      const given = step.arguments.map(({ name, value }) => `${name}=${valueText(value)}`).join(", ");
      const end = step.failure ?? (step.result === undefined ? "" : resultText(step.result));
      const className = step.failure === undefined ? "good" : "error";
      const head = [
        element("code", { textContent: cut(`${step.name}(${given})`) }),
        element("span", { className, textContent: end }),
      ];
      return step.steps.length === 0 ? leaf(...head) : branch(head, step.steps);
    }
    case "read":
    case "write":
      return leaf(
        element("em", { textContent: step.kind }),
        element("code", { textContent: cut(`${step.contract} ${step.key}`) }),
        element("span", { textContent: step.value === undefined ? "∅" : valueText(step.value) }),
      );
    case "range":
      return leaf(
        element("em", { textContent: step.kind }),
        element("code", { textContent: cut(`${step.start} … ${step.limit}`) }),
      );
    case "history":
      return leaf(element("em", { textContent: step.kind }), element("code", { textContent: cut(step.key) }));
    case "log":
      return leaf(element("em", { textContent: step.kind }), element("span", { textContent: cut(step.text) }));
    case "instruction":
      return leaf(element("code", { textContent: `${step.programCounter} ${step.name}` }));
  }
}

function branch(head: readonly HTMLElement[], steps: readonly TraceStep[]): HTMLElement {
  return element(
    "details",
    { open: true },
    element("summary", {}, ...head),
    ...steps.slice(0, stepsMax).map(stepNode),
    steps.length > stepsMax ? element("p", { className: "hint", textContent: words.cut }) : undefined,
  );
}

function leaf(...parts: readonly HTMLElement[]): HTMLElement {
  return element("div", { className: "leaf" }, ...parts);
}

function resultText(result: Uint8Array): string {
  return result.length === 0 ? "✓" : `→ ${valueText(result)}`;
}

/** Text if the bytes are printable text, else hex. */
function valueText(value: string | number | Uint8Array): string {
  if (!(value instanceof Uint8Array)) return cut(String(value));
  const text = new TextDecoder().decode(value);
  if (!/[\p{Cc}\ufffd]/u.test(text)) return cut(JSON.stringify(text));
  return cut(`0x${[...value.subarray(0, textLengthMax)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`);
}

function cut(text: string): string {
  return text.length > textLengthMax ? `${text.slice(0, textLengthMax)}…` : text;
}
