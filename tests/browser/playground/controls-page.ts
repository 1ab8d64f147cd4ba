import {
  openContractCompiler,
  openPlayground,
  type OpenPlaygroundOptions,
  openSolidityCompiler,
  decodeSolidityResult,
  type Playground,
  type SendOutcome,
  solidityCall,
  solidityConstructor,
  type TraceStep,
} from "@yanta/playground";

/** What the test calls in the page. Bytes travel as hex, big integers as text. */
export interface ControlsPage {
  open(options: Omit<OpenPlaygroundOptions, "worker" | "load">): Promise<string>;
  /** Compiles a contract in the tab and installs it. */
  install(name: string, sources: Readonly<Record<string, string>>): Promise<string>;
  /** Compiles, installs, calls and asks a Solidity contract. */
  solidity(source: string): Promise<readonly string[]>;
  send(contract: string, method: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  query(contract: string, method: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  /** Of the last transaction: kinds of its steps, in order. */
  trace(): Promise<readonly string[]>;
  events(): readonly string[];
  logs(): readonly string[];
  snapshot(): Promise<number>;
  revert(id: number): Promise<string>;
  setTime(unixSeconds: string): Promise<string>;
  tip(): Promise<{ readonly height: string; readonly hash: string; readonly timestamp: string }>;
  failures(): readonly string[];
  verify(): Promise<string>;
  exportLog(): Promise<string>;
  /** Opens another playground in memory from this one's dump, and says its tip. */
  copy(): Promise<string>;
  heap(): Promise<readonly string[]>;
  close(): Promise<void>;
}

declare global {
  var controls: ControlsPage;
  interface Performance {
    measureUserAgentSpecificMemory(): Promise<{
      readonly bytes: number;
      readonly breakdown: readonly {
        readonly bytes: number;
        readonly attribution: readonly { readonly scope: string }[];
      }[];
    }>;
  }
}

let playground: Playground | undefined;
let lastTxId = "";
const events: string[] = [];
const logs: string[] = [];
const failures: string[] = [];

const contractCompiler = openContractCompiler({
  createWorker: () => new Worker("/compiler-worker.js", { type: "module" }),
});
const solidityCompiler = openSolidityCompiler({ createWorker: () => new Worker("/solidity-worker.js") });

globalThis.controls = {
  async open(options) {
    playground = await openPlayground({ worker: newWorker(), ...options });
    playground.onEvent(({ contract, topic, data }) => events.push(`${contract} ${topic} ${data.join()}`));
    playground.onLog(({ contract, text }) => logs.push(`${contract} ${text}`));
    playground.onFailure((error) => failures.push((error as { code?: string }).code ?? String(error)));
    const { isNew, tip } = playground.info;
    return `${isNew ? "new" : "kept"} ${tip.height}`;
  },
  async install(name, sources) {
    const outcome = await contractCompiler.compile({ name, sources: new Map(Object.entries(sources)) });
    if (outcome.kind === "failed") return outcome.code;
    return outcomeText(await opened().install({ name, version: "1.0", runtime: "WASMER", bytecode: outcome.wasm }));
  },
  async solidity(source) {
    const outcome = await solidityCompiler.compile({ sources: new Map([["a.sol", source]]) });
    if (outcome.kind === "failed") return outcome.diagnostics.map(({ message }) => message);
    const [contract] = outcome.contracts;
    if (contract === undefined) return ["no contract"];
    const { name, bytecode } = contract;
    const parameters = solidityConstructor(contract, [40]);
    const installed = await opened().install({ name, version: "1.0", runtime: "EVM", bytecode, parameters });
    const sent = await opened().send({ contract: name, ...solidityCall(contract, "increment", [2]) });
    const asked = await opened().query({ contract: name, ...solidityCall(contract, "count", []) });
    const [count] = decodeSolidityResult(contract, "count", asked.result);
    return [outcomeText(installed), outcomeText(sent), String(count)];
  },
  async send(contract, method, parameters) {
    const outcome = await opened().send({ contract, method, parameters });
    lastTxId = outcome.txId;
    return outcomeText(outcome);
  },
  async query(contract, method, parameters) {
    return new TextDecoder().decode((await opened().query({ contract, method, parameters })).result);
  },
  async trace() {
    const trace = await opened().trace({ txId: lastTxId });
    return trace.kind === "trace" && trace.call !== undefined ? kindsOf([trace.call]) : [trace.kind];
  },
  events: () => events,
  logs: () => logs,
  snapshot: async () => (await opened().snapshot()).id,
  revert: async (id) => String((await opened().revert(id)).height),
  setTime: async (unixSeconds) => String((await opened().setTime(BigInt(unixSeconds))).now),
  async tip() {
    const { height, hash, timestamp } = await opened().getTip();
    return { height: String(height), hash, timestamp: String(timestamp) };
  },
  failures: () => failures,
  verify: async () => (await opened().verify()).hash,
  exportLog: async () => toHex(await opened().exportLog()),
  async copy() {
    const load = await opened().dump();
    const copy = await openPlayground({ worker: newWorker(), name: "copy", load });
    const { hash } = await copy.getTip();
    await copy.close();
    return hash;
  },
  async heap() {
    const { bytes, breakdown } = await performance.measureUserAgentSpecificMemory();
    const parts = breakdown
      .filter((part) => part.bytes > 0)
      .map((part) => `${part.attribution.map(({ scope }) => scope).join() || "shared"} ${megabytes(part.bytes)}`);
    return [`whole ${megabytes(bytes)}`, ...parts];
  },
  close: () => opened().close(),
};

function newWorker(): Worker {
  return new Worker("/worker.js", { type: "module" });
}

function kindsOf(steps: readonly TraceStep[]): readonly string[] {
  return steps.flatMap((step) => ("steps" in step ? [step.kind, ...kindsOf(step.steps)] : [step.kind]));
}

function outcomeText(outcome: SendOutcome): string {
  return outcome.kind === "waiting" ? outcome.kind : `${outcome.kind} ${outcome.code} ${outcome.message}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function opened(): Playground {
  if (playground === undefined) throw new Error("open it first");
  return playground;
}
