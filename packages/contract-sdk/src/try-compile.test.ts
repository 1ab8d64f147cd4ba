import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Diagnostic } from "./diagnostic.ts";
import { contractLibrary } from "./library.ts";
import { readLibrary } from "./node.ts";
import { type CompileOutcome, tryCompile } from "./try-compile.ts";

const library = contractLibrary();

function compile(files: Readonly<Record<string, string>>): Promise<CompileOutcome> {
  return tryCompile({ name: "sample", sources: new Map(Object.entries(files)), library, mode: "fast-build" });
}

/** `path:line:column message` of each. */
function describeAll(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ place, message }) =>
    place === undefined ? message : `${place.path}:${place.line}:${place.column} ${message}`,
  );
}

describe("a contract's outcome for an editor", () => {
  it("has module, interface, client and no remarks when all is well", async () => {
    const outcome = await compile({ "index.ts": "export function run(a: i32): i32 { return a; }" });
    assert.ok(outcome.kind === "compiled");
    assert.ok(WebAssembly.validate(new Uint8Array(outcome.wasm)));
    assert.deepEqual(
      outcome.abi.methods.map(({ name }) => name),
      ["run"],
    );
    assert.match(outcome.clientSource, /createSampleClient/);
    assert.deepEqual(outcome.diagnostics, []);
  });

  const faults: readonly (readonly [string, Readonly<Record<string, string>>, string, readonly string[]])[] = [
    ["of syntax", { "index.ts": "export function run( {" }, "CONTRACT_COMPILE", ["index.ts:1:20", "index.ts:1:22"]],
    [
      "of types, in another file, behind characters of two UTF-16 units",
      {
        "index.ts": 'import { x } from "./parts/other";\nexport function run(): i32 { return x(); }',
        "parts/other.ts": '/* 😀 */\nexport function x(): i32 {\n  /* 😀 */ return "b";\n}',
      },
      "CONTRACT_COMPILE",
      ["parts/other.ts:3:19"],
    ],
    [
      "of its methods",
      { "index.ts": "\n\n  export function run(a: f64): void {}" },
      "CONTRACT_SIGNATURE",
      ["index.ts:3:3"],
    ],
    [
      "of its variables, which are read file by file",
      { "index.ts": "export function run(): void {}", "b.ts": "const a = 1;\nlet b = 2;" },
      "CONTRACT_SIGNATURE",
      ["b.ts:2:1"],
    ],
    [
      "of the finished module",
      { "index.ts": "export function run(a: i32): i32 { return <i32>(<f64>a * 1.5); }" },
      "CONTRACT_FORBIDDEN",
      ["the compiled contract uses floating point"],
    ],
    ["of the folder", { "main.ts": "" }, "CONTRACT_SOURCE_MISSING", ["there is no assembly/index.ts"]],
  ];
  for (const [what, files, code, places] of faults)
    it(`tells the places of faults ${what}`, async () => {
      const outcome = await compile(files);
      assert.ok(outcome.kind === "failed");
      assert.equal(outcome.code, code);
      const found = describeAll(outcome.diagnostics);
      assert.equal(found.length, places.length, found.join("\n"));
      for (const [index, place] of places.entries()) assert.ok(found[index]?.startsWith(place), found[index]);
    });

  it("has the library of the folder", () => {
    assert.deepEqual(library, readLibrary());
  });
});
