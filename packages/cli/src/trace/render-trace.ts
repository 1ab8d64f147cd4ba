import { bytesToUtf8, hexToBytes } from "@yanta/bytes";
import { explainFailure } from "../explain-failure.ts";
import type { Text } from "../language.ts";
import type { Paint } from "../paint.ts";
import { printable, readable } from "../readable-bytes.ts";
import { hasFailed } from "./failure-path.ts";
import type {
  CallStep,
  HostCallStep,
  InstructionStep,
  TraceDocument,
  TracedValue,
  TraceStep,
} from "./trace-document.ts";

type StateStep = Extract<TraceStep, { type: "read" | "write" }>;

/** Characters of a value in the tree; --json has more. */
const valueLengthMax = 60;

/** Lines of a tree: what a terminal still scrolls through; --json has all. */
const treeLinesMax = 5000;

export interface RenderOptions {
  readonly text: (text: Text) => string;
  readonly paint: Paint;
  /** Levels below the transaction's own call. */
  readonly depthMax: number;
}

/** A trace as a tree of lines. */
export function renderTrace(trace: TraceDocument, options: RenderOptions): string {
  const { text, paint } = options;
  const { call } = trace;
  const head = `${paint.name(trace.txId)}  ${text({ en: "block", zh: "区块" })} ${trace.blockHeight}  ${statusWord(trace.status, paint)}  ${gasWord(trace.gasUsed, paint)}`;
  const lines = [head, `${text({ en: "sender", zh: "发送者" })} ${trace.sender}`];
  const tree = new TreeWriter(options, lines);
  if (call === undefined) lines.push(trace.message || text({ en: "no contract ran", zh: "没有合约运行" }));
  else tree.add([call], "", { depth: 0, isEvm: false });
  if (tree.left > 0)
    lines.push(text({ en: `… ${tree.left} more lines: see --json`, zh: `… 另有 ${tree.left} 行，请用 --json 查看` }));
  if (trace.isCut)
    lines.push(
      text({
        en: "… the transaction did more than a trace holds: what came later is missing",
        zh: "… 该交易的步骤超出追踪上限，之后的内容未记录",
      }),
    );
  return lines.join("\n");
}

class TreeWriter {
  /** Lines for which there was no room. */
  left = 0;
  readonly #options: RenderOptions;
  readonly #lines: string[];

  constructor(options: RenderOptions, lines: string[]) {
    this.#options = options;
    this.#lines = lines;
  }

  /** `isEvm`: keys of the state are slots. */
  add(steps: readonly TraceStep[], prefix: string, { depth, isEvm }: { depth: number; isEvm: boolean }): void {
    const shown = withoutRepetitions(steps);
    for (const [index, step] of shown.entries()) {
      const isLast = index === shown.length - 1;
      const [first = "", ...more] = this.#describe(step, isEvm);
      const inner = `${prefix}${isLast ? "   " : "│  "}`;
      this.#push(`${prefix}${isLast ? "└─ " : "├─ "}${first}`);
      const below = stepsOf(step);
      for (const line of more) this.#push(`${inner}${below.length > 0 ? "│  " : "   "}${line}`);
      if (below.length === 0) continue;
      const isEvmBelow = step.type === "call" ? step.runtime === "EVM" : isEvm;
      if (depth < this.#options.depthMax) this.add(below, inner, { depth: depth + 1, isEvm: isEvmBelow });
      else this.#push(`${inner}└─ ${this.#options.paint.dim(`… ${below.length}`)}`);
    }
  }

  #push(line: string): void {
    if (this.#lines.length < treeLinesMax) this.#lines.push(line);
    else this.left++;
  }

  #describe(step: TraceStep, isEvm: boolean): readonly string[] {
    const { paint } = this.#options;
    switch (step.type) {
      case "call":
        return this.#describeCall(step);
      case "hostCall":
        return [describeHostCall(step, paint)];
      case "instruction":
        return [describeInstruction(step, paint)];
      case "read":
        return [`${paint.read("read ")} ${describeEntry(step, isEvm)}`];
      case "write":
        return [`${paint.write("write")} ${describeEntry(step, isEvm)}`];
      case "range":
        return [`${paint.read("range")} ${step.contract}#${showValue(step.start)} … ${showValue(step.limit)}`];
      case "history":
        return [`${paint.read("history")} ${step.contract}#${showValue(step.key)}`];
      case "log":
        return [`${paint.dim("log")} ${shorten(step.text)}`];
    }
  }

  #describeCall(call: CallStep): readonly string[] {
    const { paint, text } = this.#options;
    const { contract = "?", runtime = "", method, parameters, gasUsed, result, message, events } = call;
    const given = Object.entries(parameters).map(([name, value]) => `${name}=${showValue(value)}`);
    const first = `${paint.name(`${contract}.${method}`)}(${given.join(", ")})  ${paint.dim(runtime)}  ${gasWord(gasUsed, paint)}`;
    const shown = events.map(
      ({ topic, data }) => `${text({ en: "event", zh: "事件" })} ${topic} ${shorten(JSON.stringify(data))}`,
    );
    if (!hasFailed(call)) return [first, ...shown, ...(result.bytes === 0 ? [] : [`→ ${showValue(result)}`])];
    const meaning = explainFailure(message);
    return [
      first,
      paint.failure(`✗ ${printable(message)}`),
      ...(meaning === undefined ? [] : [paint.failure(`  ${text(meaning)}`)]),
    ];
  }
}

/** A state entry. The EVM's are numbers: slots in minimal hex as text, values in minimal bytes. */
function describeEntry({ contract, key, value }: StateStep, isEvm: boolean): string {
  if (!isEvm) return `${contract}#${showValue(key)} = ${showValue(value)}`;
  const slot = bytesToUtf8(hexToBytes(key.hex) ?? new Uint8Array(0)) || "0";
  return `${contract}[0x${slot}] = 0x${value === undefined ? "0" : value.hex}`;
}

function describeHostCall({ name, arguments: given, gasUsed, result, failure }: HostCallStep, paint: Paint): string {
  const shown = Object.entries(given).map(
    ([key, value]) => `${key}=${typeof value === "object" ? showValue(value) : shorten(String(value))}`,
  );
  const end =
    failure === undefined
      ? result === undefined
        ? ""
        : ` → ${showValue(result)}`
      : `  ${paint.failure(`✗ ${printable(failure)}`)}`;
  const gas = gasUsed === 0 ? "" : `  ${gasWord(gasUsed, paint)}`;
  return `${name.replace(/Len$/, "")}(${shown.join(", ")})${end}${gas}`;
}

function describeInstruction({ pc, op, gasCost, depth, slot, value, stack }: InstructionStep, paint: Paint): string {
  const place = `${" ".repeat(2 * depth)}${String(pc).padStart(5)} ${op.padEnd(14)}`;
  const touched = slot === undefined ? "" : `  [${slot}] = ${value ?? ""}`;
  const top =
    stack === undefined || slot !== undefined ? "" : `  ${paint.dim(stack.slice(-3).reverse().map(shorten).join(" "))}`;
  return `${place} ${gasWord(gasCost, paint)}${touched}${top}`;
}

/**
 * A contract asks for the length of an answer and then for the answer: one line for both. So are the call that logs a text and the text.
 */
function withoutRepetitions(steps: readonly TraceStep[]): readonly TraceStep[] {
  return steps.flatMap((step, index): readonly TraceStep[] => {
    if (step.type !== "hostCall") return [step];
    const before = steps[index - 1];
    if (before?.type === "hostCall" && before.name === `${step.name}Len`) return [];
    return step.steps?.length === 1 && step.steps[0]?.type === "log" ? step.steps : [step];
  });
}

function stepsOf(step: TraceStep): readonly TraceStep[] {
  return step.type === "call" ? step.steps : step.type === "hostCall" ? (step.steps ?? []) : [];
}

function showValue(value: TracedValue | undefined): string {
  if (value === undefined || value.bytes === 0) return "∅";
  const bytes = hexToBytes(value.hex) ?? new Uint8Array(0);
  const shown = shorten(readable(bytes).replace(/ … \(\d+ bytes\)$/, ""));
  return shown.endsWith("…") || value.bytes > bytes.length ? `${shown.replace(/…$/, "")}… (${value.bytes} B)` : shown;
}

function shorten(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, " "));
  return line.length > valueLengthMax ? `${line.slice(0, valueLengthMax)}…` : line;
}

const gasWord = (gas: number, paint: Paint): string => paint.gas(`${gas.toLocaleString("en-US")} gas`);

const statusWord = (status: string, paint: Paint): string => (status === "SUCCESS" ? status : paint.failure(status));
