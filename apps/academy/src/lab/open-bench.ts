import type { CompileOutcome, Diagnostic } from "@yanta/contract-sdk";
import type { CodedError } from "@yanta/errors";
import type { Playground, SolidityContract, SolidityOutcome } from "@yanta/playground";
import type { ConsoleContract, ConsoleState } from "../console/console-state.ts";
import { runCommand } from "../console/run-command.ts";
import { academyErrors } from "../errors.ts";
import { signerToText } from "./lab-transaction.ts";
import type { LabBench } from "./lab.ts";

/** What differs between a tab and Node.js. */
export interface BenchTools {
  /** A contract of the shelf by its name; undefined when there is none. */
  readonly readShelf: (name: string) => Promise<Uint8Array | undefined>;
  /** Compiles AssemblyScript. */
  readonly compile: (name: string, source: string) => Promise<CompileOutcome>;
  /** Compiles Solidity; servers that grade need none. */
  readonly compileSolidity?: (source: string) => Promise<SolidityOutcome>;
}

/** Puts console and editor around a playground. */
export function openBench(
  playground: Playground,
  tools: BenchTools,
  editor: ReadonlyMap<string, string> | Readonly<Record<string, string>> = {},
): LabBench {
  const files = new Map(editor instanceof Map ? editor : Object.entries(editor));
  const state: ConsoleState = {
    playground,
    snapshots: [],
    lastTxId: undefined,
    solidity: new Map(),
    hasSolidity: (name) => files.has(`${name}.sol`),
    readContract: (name) => readContract(tools, files, name),
  };
  return {
    playground,
    editor: files,
    addressOf: (member) => addressOf(playground, member),
    run: (command) => runCommand(state, command),
  };
}

function addressOf({ info }: Playground, member: string): string {
  const found = info.members.find(({ orgId, name }) => signerToText({ orgId, commonName: name }) === member);
  if (found === undefined) throw academyErrors.create("ACADEMY_COMMAND_INVALID", { reason: `nobody is ${member}` });
  return found.address;
}

/** The editor comes before the shelf. */
async function readContract(
  tools: BenchTools,
  editor: ReadonlyMap<string, string>,
  name: string,
): Promise<ConsoleContract> {
  const source = editor.get(`${name}.ts`);
  if (source !== undefined) return { kind: "wasm", bytecode: await compileSource(tools, name, source) };
  const solidity = editor.get(`${name}.sol`);
  if (solidity !== undefined) return { kind: "solidity", contract: await compileSolidity(tools, name, solidity) };
  const bytecode = await tools.readShelf(name);
  if (bytecode === undefined) throw academyErrors.create("ACADEMY_CONTRACT_UNKNOWN", { name });
  return { kind: "wasm", bytecode };
}

/** Errors: ACADEMY_SOURCE_BROKEN. */
export async function compileSource(tools: BenchTools, name: string, source: string): Promise<Uint8Array> {
  const outcome = await tools.compile(name, source);
  if (outcome.kind === "compiled") return outcome.wasm;
  throw broken(name, outcome.diagnostics);
}

/** The last contract of a file: those before it are its parts. Errors: ACADEMY_SOURCE_BROKEN, ACADEMY_CONTRACT_UNKNOWN. */
async function compileSolidity(tools: BenchTools, name: string, source: string): Promise<SolidityContract> {
  if (tools.compileSolidity === undefined) throw academyErrors.create("ACADEMY_CONTRACT_UNKNOWN", { name });
  const outcome = await tools.compileSolidity(source);
  if (outcome.kind === "failed") throw broken(name, outcome.diagnostics);
  const declared = [...source.matchAll(/^\s*contract\s+(\w+)/gm)].map((match) => match[1]).at(-1);
  const found = outcome.contracts.find((contract) => contract.name === declared) ?? outcome.contracts.at(-1);
  if (found === undefined) throw academyErrors.create("ACADEMY_CONTRACT_UNKNOWN", { name });
  return found;
}

function broken(name: string, diagnostics: readonly Diagnostic[]): CodedError {
  const report = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message, place }) => (place === undefined ? message : `${place.line}:${place.column} ${message}`))
    .join("\n");
  return academyErrors.create("ACADEMY_SOURCE_BROKEN", { name, report });
}
