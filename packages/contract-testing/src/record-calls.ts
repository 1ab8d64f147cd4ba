import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TxStatusCode } from "@yanta/protocol";
import type { CallOutcome, TxContext, Vm, VmCall } from "@yanta/vm";

/** One call of a contract, with all that a host must know to repeat it. Bytes are base64. */
export interface RecordedCall {
  readonly contract: string;
  /** SHA-256 of the module, hex. */
  readonly module: string;
  readonly method: string;
  /** The user's and the injected ones. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly senderAddress: string;
  readonly isQuery: boolean;
  readonly blockHeight: string;
  readonly blockTimestamp: string;
  readonly code: number;
  readonly result: string;
  readonly message: string;
  readonly events: readonly { readonly topic: string; readonly data: readonly string[] }[];
}

/** The calls of one chain in order, and the modules that they ran. */
interface Recording {
  readonly modules: Record<string, string>;
  readonly calls: RecordedCall[];
}

/** Where recordings go: other engines than ours repeat them. Undefined when nobody asked. */
export function recordingFolder(): string | undefined {
  return process.env["YANTA_CONTRACT_RECORDINGS"];
}

const chains: Recording[] = [];

/** Runtimes that note every call of a transaction; the file is written when the process ends. */
export function recordCalls(vms: readonly Vm[], folder: string): readonly Vm[] {
  if (chains.length === 0)
    process.once("exit", () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(chains));
    });
  const recording: Recording = { modules: {}, calls: [] };
  chains.push(recording);
  return vms.map((vm) => ({
    runtimeTypes: vm.runtimeTypes,
    invoke: (call, context) => {
      const outcome = vm.invoke(call, context);
      const isInstall = call.method === "init_contract" || call.method === "upgrade";
      if (context.depth === 0 || isInstall) record(recording, { call, context, outcome });
      return outcome;
    },
    close: () => vm.close(),
  }));
}

interface RunCall {
  readonly call: VmCall;
  readonly context: TxContext;
  readonly outcome: CallOutcome;
}

function record(recording: Recording, { call, context, outcome }: RunCall): void {
  const module = createHash("sha256").update(call.bytecode).digest("hex");
  recording.modules[module] = base64(call.bytecode);
  recording.calls.push({
    contract: call.contract.name,
    module,
    method: call.method,
    parameters: Object.fromEntries([...call.parameters].map(([name, value]) => [name, base64(value)])),
    senderAddress: context.senderAddress,
    isQuery: context.isQuery,
    blockHeight: String(context.blockHeight),
    blockTimestamp: String(context.blockTimestamp),
    code: outcome.status === TxStatusCode.SUCCESS ? outcome.code : 1,
    result: base64(outcome.result),
    message: outcome.message,
    events: outcome.events.map(({ topic, eventData }) => ({ topic, data: eventData })),
  });
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
