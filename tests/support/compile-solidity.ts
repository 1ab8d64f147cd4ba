import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { hexToBytes } from "@yanta/bytes";

const require = createRequire(import.meta.url);

/** solc as an npm package: JSON in, JSON out. */
interface Compiler {
  compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
}

interface CompilerOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly evm: {
              readonly bytecode: { readonly object: string };
              readonly methodIdentifiers: Readonly<Record<string, string>>;
            };
          }
        >
      >
    >
  >;
}

export interface CompiledContract {
  readonly bytecode: Uint8Array;
  /** Four bytes in hex by signature, e.g. `transfer(address,uint256)`. */
  readonly selectors: Readonly<Record<string, string>>;
}

/** Compiles Solidity for the fork that this chain runs; imports come from node_modules. Takes seconds. */
export function compileSolidity(source: string): ReadonlyMap<string, CompiledContract> {
  const compiler = require("solc") as Compiler;
  const input = {
    language: "Solidity",
    sources: { "test.sol": { content: source } },
    settings: {
      evmVersion: "cancun",
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { "test.sol": { "*": ["evm.bytecode.object", "evm.methodIdentifiers"] } },
    },
  };
  const output = JSON.parse(compiler.compile(JSON.stringify(input), { import: readImport })) as CompilerOutput;
  const errors = output.errors?.filter(({ severity }) => severity === "error") ?? [];
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  return new Map(
    Object.entries(output.contracts["test.sol"] ?? {}).map(([name, { evm }]) => {
      const bytecode = hexToBytes(evm.bytecode.object);
      if (bytecode === undefined) throw new Error(`${name} has unlinked bytecode`);
      return [name, { bytecode, selectors: evm.methodIdentifiers }];
    }),
  );
}

function readImport(path: string): { contents: string } | { error: string } {
  try {
    return { contents: readFileSync(require.resolve(path), "utf8") };
  } catch {
    return { error: `${path} is not installed` };
  }
}
