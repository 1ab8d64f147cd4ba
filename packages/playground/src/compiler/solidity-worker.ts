/**
 * The Worker of solc, a classic one: `new Worker("…/solidity-worker.js")` without a type, bundled as a script. The compiler
 * itself, `soljson.js` of the npm package solc, lies beside it as it is: it is a program of its own, under the GPL, and defines
 * a global variable.
 */
import { compileSolidity, type SolidityRequest } from "./compile-solidity.ts";
import { serveCompiler } from "./serve-compiler.ts";

/** What is used of soljson.js. Spec: the C interface libsolc.h of solc. */
interface Soljson {
  cwrap(name: string, result: string | null, argumentTypes: readonly string[]): (...values: unknown[]) => unknown;
}

interface ClassicWorkerScope {
  readonly location: { readonly href: string };
  /** Set by soljson.js. */
  readonly Module?: Soljson;
  importScripts(url: string): void;
}

const scope = globalThis as unknown as ClassicWorkerScope;
let solc: ((input: string) => string) | undefined;

serveCompiler(async (request) => {
  solc ??= loadSolc();
  return compileSolidity(request as SolidityRequest, solc);
});

function loadSolc(): (input: string) => string {
  scope.importScripts(new URL("soljson.js", scope.location.href).href);
  const { Module: soljson } = scope;
  if (soljson === undefined) throw new Error("soljson.js defined no compiler");
  const compile = soljson.cwrap("solidity_compile", "string", ["string", "number", "number"]);
  const reset = soljson.cwrap("solidity_reset", null, []);
  return (input) => {
    // Null callbacks: no file is read and no solver asked.
    const output = String(compile(input, 0, 0));
    reset();
    return output;
  };
}
