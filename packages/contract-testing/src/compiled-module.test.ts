import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { contractSdkErrors } from "@yanta/contract-sdk";
import { compileSource } from "./testing/compile-source.ts";

const head = 'import { StateValue } from "@yanta/contract-sdk";\n';

describe("compiled modules", () => {
  it("import only the host and export the interface and the methods", async () => {
    const { bytecode } = await compileSource(`${head}export function run(): void {}`);
    const module = new WebAssembly.Module(new Uint8Array(bytecode));
    assert.deepEqual(
      WebAssembly.Module.imports(module).map(({ module: from, name, kind }) => [from, name, kind]),
      [["env", "sys_call", "function"]],
    );
    assert.deepEqual(
      WebAssembly.Module.exports(module)
        .map(({ name }) => name)
        .toSorted(),
      ["allocate", "deallocate", "init_contract", "memory", "run", "runtime_type", "upgrade"],
    );
  });

  it("need no more memory for many calls in one instance", async () => {
    const { bytecode } = await compileSource(
      `export function run(text: string): string { return text + text; }`,
      "release",
    );
    const { instance } = await WebAssembly.instantiate(new Uint8Array(bytecode), { env: { sys_call: () => 0 } });
    const { memory, allocate, run } = instance.exports as unknown as {
      memory: WebAssembly.Memory;
      allocate(size: number): number;
      run(): void;
    };
    const parameters = encodeParameters({ __context_ptr__: "1", text: "x".repeat(10_000) });
    const call = (): number => {
      const pointer = allocate(parameters.length);
      new Uint8Array(memory.buffer).set(parameters, pointer);
      run();
      return memory.buffer.byteLength;
    };
    const first = call();
    for (let i = 0; i < 300; i++) assert.equal(call(), first);
  });

  const refusals: readonly (readonly [string, keyof typeof contractSdkErrors.descriptors, string, RegExp])[] = [
    [
      "floating point",
      "CONTRACT_FORBIDDEN",
      "export function run(a: i32): i32 { return <i32>(<f64>a * 1.5); }",
      /floating point/,
    ],
    ["Math", "CONTRACT_FORBIDDEN", "export function run(a: i32): i32 { return <i32>Math.sqrt(a); }", /floating point/],
    [
      "another import",
      "CONTRACT_FORBIDDEN",
      '@external("env", "clock") declare function clock(): i32;\nexport function run(): i32 { return clock(); }',
      /the import env\.clock/,
    ],
    [
      "SIMD",
      "CONTRACT_COMPILE",
      "export function run(): i32 { return i32x4.extract_lane(i32x4.splat(1), 0); }",
      /simd/i,
    ],
    [
      "a variable of the module",
      "CONTRACT_SIGNATURE",
      "let a = 1;\nexport function run(): i32 { return a++; }",
      /index\.ts:1.*a keeps its value between calls/,
    ],
    [
      "a parameter of another type",
      "CONTRACT_SIGNATURE",
      "export function run(a: f64): void {}",
      /the parameter a of run has the type f64/,
    ],
    [
      "a result of another type",
      "CONTRACT_SIGNATURE",
      "export function run(): Map<string, string> { return new Map(); }",
      /the result of run has the type/,
    ],
    ["a reserved name", "CONTRACT_SIGNATURE", "export function allocate(): void {}", /cannot be called allocate/],
    [
      "a computed default",
      "CONTRACT_SIGNATURE",
      "const b = 1;\nexport function run(a: i32 = b): void {}",
      /no plain text/,
    ],
    ["type parameters", "CONTRACT_SIGNATURE", "export function run<T>(a: i32): void {}", /has type parameters/],
    [
      "an error in the source",
      "CONTRACT_COMPILE",
      "export function run(): string { return 1; }",
      /assembly\/index\.ts\(1,/,
    ],
    ["a broken source", "CONTRACT_COMPILE", "export function run( {", /index\.ts/],
  ];
  for (const [what, code, source, message] of refusals)
    it(`are refused for ${what}`, async () => {
      await assert.rejects(compileSource(source), (error: { code: string; message: string }) => {
        assert.equal(error.code, code);
        assert.match(error.message.replaceAll("\n", " "), message);
        return true;
      });
    });

  it("need a source", async () => {
    const { compileContract } = await import("@yanta/contract-sdk");
    const nothing = new Map<string, string>();
    await assert.rejects(compileContract({ name: "x", sources: nothing, library: nothing }), {
      code: "CONTRACT_SOURCE_MISSING",
    });
  });

  it("are the same every time", async () => {
    const source = `${head}const a = new StateValue<u64>("a");\nexport function run(): u64 { return a.get(); }`;
    const [first, second] = [await compileSource(source, "release"), await compileSource(source, "release")];
    assert.deepEqual(first.bytecode, second.bytecode);
    assert.ok(first.bytecode.length < 8_000, `${first.bytecode.length} bytes`);
  });
});

/** Parameters as the host writes them. */
function encodeParameters(parameters: Readonly<Record<string, string>>): Uint8Array {
  const number = (value: number) => new Uint8Array(new Uint32Array([value]).buffer);
  const items = Object.entries(parameters).map(([key, value]) =>
    Buffer.concat([
      number(1),
      number(key.length),
      Buffer.from(key),
      number(2),
      number(value.length),
      Buffer.from(value),
    ]),
  );
  return Buffer.concat([number(items.length), ...items]);
}
