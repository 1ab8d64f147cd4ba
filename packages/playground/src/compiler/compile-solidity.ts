import { bytesToHex, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import type { Diagnostic, DiagnosticPlace } from "@yanta/contract-sdk";
import { keccak256 } from "@yanta/crypto";
import { signatureOf } from "../solidity/abi-type.ts";
import type { SolidityAbiEntry } from "../solidity/solidity-abi.ts";
import type { SourceFiles } from "./compile-worker.ts";

/** Solidity files to compile together; imports are found among them, by path. */
export interface SolidityRequest {
  readonly sources: SourceFiles;
}

/** A contract that can be installed, with runtime EVM. */
export interface SolidityContract {
  readonly name: string;
  readonly path: string;
  readonly abi: readonly SolidityAbiEntry[];
  /** Of creation, without arguments of the constructor. */
  readonly bytecode: Uint8Array;
  /** Four bytes in hex by signature, e.g. `transfer(address,uint256)`. */
  readonly selectors: Readonly<Record<string, string>>;
  /** Signatures of its events by the topic that they have on the chain, 64 hex digits. */
  readonly eventTopics: Readonly<Record<string, string>>;
}

export type SolidityOutcome =
  | {
      readonly kind: "compiled";
      readonly contracts: readonly SolidityContract[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

/** solc's standard JSON, as far as it is read here. Spec: Solidity documentation, "Compiler Input and Output JSON Description". */
interface SolcOutput {
  readonly errors?: readonly SolcMessage[];
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, SolcContract>>>>;
}

interface SolcMessage {
  readonly severity: string;
  readonly message: string;
  /** Bytes of UTF-8; -1 where there is no place. */
  readonly sourceLocation?: { readonly file: string; readonly start: number };
}

interface SolcContract {
  readonly abi: readonly SolidityAbiEntry[];
  readonly evm: {
    readonly bytecode: { readonly object: string };
    readonly methodIdentifiers: Readonly<Record<string, string>>;
  };
}

/** The newest fork that the chain's EVM has. */
const evmVersion = "cancun";

/**
 * Compiles Solidity with a compiler that takes and gives standard JSON. Abstract contracts and interfaces are left out,
 * and so are contracts that need a library's address, with a warning.
 */
export function compileSolidity({ sources }: SolidityRequest, solc: (input: string) => string): SolidityOutcome {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...sources].map(([path, content]) => [path, { content }])),
    settings: {
      evmVersion,
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { "*": { "*": ["abi", "evm.bytecode.object", "evm.methodIdentifiers"] } },
    },
  };
  const output = JSON.parse(solc(JSON.stringify(input))) as SolcOutput;
  const diagnostics = (output.errors ?? []).map((message) => toDiagnostic(message, sources));
  if (diagnostics.some(({ severity }) => severity === "error")) return { kind: "failed", diagnostics };
  const contracts: SolidityContract[] = [];
  for (const [path, found] of Object.entries(output.contracts ?? {})) {
    for (const [name, { abi, evm }] of Object.entries(found)) {
      if (evm.bytecode.object === "") continue;
      const bytecode = hexToBytes(evm.bytecode.object);
      if (bytecode === undefined)
        diagnostics.push({ severity: "warning", message: `${name} needs the address of a library`, place: undefined });
      else contracts.push({ name, path, abi, bytecode, selectors: evm.methodIdentifiers, eventTopics: topicsOf(abi) });
    }
  }
  return { kind: "compiled", contracts, diagnostics };
}

function topicsOf(abi: readonly SolidityAbiEntry[]): Readonly<Record<string, string>> {
  const signatures = abi.filter(({ type }) => type === "event").map(signatureOf);
  return Object.fromEntries(signatures.map((text) => [bytesToHex(keccak256(utf8ToBytes(text))), text]));
}

function toDiagnostic({ severity, message, sourceLocation }: SolcMessage, sources: SourceFiles): Diagnostic {
  return {
    severity: severity === "error" || severity === "warning" ? severity : "info",
    message,
    place: sourceLocation === undefined ? undefined : placeOf(sourceLocation, sources),
  };
}

function placeOf(
  { file, start }: { readonly file: string; readonly start: number },
  sources: SourceFiles,
): DiagnosticPlace | undefined {
  const text = sources.get(file);
  if (text === undefined || start < 0) return undefined;
  const before = new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, start)).split("\n");
  return { path: file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
