import type { CompileOutcome } from "@yanta/contract-sdk";
import type { Playground } from "@yanta/playground";
import type { ConsoleState } from "../console/console-state.ts";
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
async function readContract(tools: BenchTools, editor: ReadonlyMap<string, string>, name: string): Promise<Uint8Array> {
  const source = editor.get(`${name}.ts`);
  if (source !== undefined) return compileSource(tools, name, source);
  const found = await tools.readShelf(name);
  if (found === undefined) throw academyErrors.create("ACADEMY_CONTRACT_UNKNOWN", { name });
  return found;
}

/** Errors: ACADEMY_SOURCE_BROKEN. */
export async function compileSource(tools: BenchTools, name: string, source: string): Promise<Uint8Array> {
  const outcome = await tools.compile(name, source);
  if (outcome.kind === "compiled") return outcome.wasm;
  const report = outcome.diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ message, place }) => (place === undefined ? message : `${place.line}:${place.column} ${message}`))
    .join("\n");
  throw academyErrors.create("ACADEMY_SOURCE_BROKEN", { name, report });
}
