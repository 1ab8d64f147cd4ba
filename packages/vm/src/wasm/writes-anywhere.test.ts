import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RuntimeType } from "@yanta/protocol";
import fc from "fast-check";
import { buildContract } from "../testing/built-contract.ts";
import { buildWxvmContract } from "../testing/built-wxvm-contract.ts";
import { createFakeChain, createFakeTxContext, installFakeContract } from "../testing/fake-tx-context.ts";
import { createWasmVms } from "./create-wasm-vms.ts";
import type { Isolation } from "./isolation.ts";
import type { CodeWriter } from "./module/code-writer.ts";
import { op } from "./module/opcodes.ts";

const { WASMER, GASM, WXVM } = RuntimeType;
const isolations: readonly Isolation[] = ["fresh-instance", "whole-memory", "dirty-pages"];

/** Pages of the built contracts' memories. */
const pagesOf = new Map<RuntimeType, number>([
  [WASMER, 4],
  [GASM, 4],
  [WXVM, 8],
]);
/** The host writes parameters here (WASMER, GASM) and the end of the heap there (WXVM). */
const isHostPlace = (address: number) => (address >= 131_072 && address < 135_168) || (address >= 920 && address < 932);

/** A write that a method makes. */
interface Write {
  readonly opcode: number;
  readonly address: number;
  readonly offset: number;
  readonly value: number;
}

const storeOpcodes = [
  op.i32Store,
  op.i64Store,
  op.f32Store,
  op.f64Store,
  op.i32Store8,
  0x3b,
  op.i64Store8,
  0x3d,
  op.i64Store32,
];

function writeOf(memoryBytes: number): fc.Arbitrary<Write> {
  const nearPage = fc
    .tuple(fc.nat({ max: memoryBytes / 4096 }), fc.integer({ min: -8, max: 8 }))
    .map(([page, distance]) => page * 4096 + distance);
  const address = fc.oneof(fc.nat({ max: memoryBytes - 1 }), nearPage, fc.constantFrom(0, memoryBytes - 4));
  return fc.record({
    opcode: fc.constantFrom(...storeOpcodes, op.memoryFill, op.globalSet),
    address: address.map((value) => Math.max(0, value)),
    offset: fc.constantFrom(0, 0, 1, 4095),
    value: fc.integer({ min: 1, max: 200 }),
  });
}

function writeTo(code: CodeWriter, { opcode, address, offset, value }: Write, globalIndex: number): void {
  if (opcode === op.globalSet) {
    code.i32(value);
    code.indexed(op.globalSet, globalIndex);
    return;
  }
  code.i32(address);
  if (opcode === op.memoryFill) {
    code.i32(value);
    code.i32(value);
    code.prefixed(op.memoryFill, 0);
    return;
  }
  if (opcode === op.i64Store || opcode === op.i64Store8 || opcode === 0x3d || opcode === op.i64Store32) code.i64(value);
  else if (opcode === op.f32Store) code.ops(op.f32Const, value, value, value, 0x3f);
  else if (opcode === op.f64Store) code.ops(op.f64Const, ...Array.from({ length: 7 }, () => value), 0x3f);
  else code.i32(value);
  code.ops(opcode, 0);
  code.uint32(offset);
}

/** Fails with a trap unless the bytes around the writes, as far as there is memory, and the global are as at first. */
function lookAt(code: CodeWriter, writes: readonly Write[], globalIndex: number, memoryBytes: number): void {
  const expectZero = () => code.ops(op.if, 0x40, op.unreachable, op.end);
  for (const { address, offset } of writes) {
    for (const at of [address, address + offset, address + offset + 4, address + 199]) {
      if (isHostPlace(at) || at >= memoryBytes) continue;
      code.i32(at);
      code.ops(op.i32Load8U, 0, 0);
      expectZero();
    }
  }
  code.indexed(op.globalGet, globalIndex);
  expectZero();
}

function contractOf(runtimeType: RuntimeType, writes: readonly Write[]): Uint8Array {
  // Imported constants stand in front of the contract's own global.
  const globalIndex = runtimeType === WXVM ? 2 : 0;
  const methods = {
    change: (code: CodeWriter) => {
      for (const write of writes) writeTo(code, write, globalIndex);
    },
    look: (code: CodeWriter) => lookAt(code, writes, globalIndex, (pagesOf.get(runtimeType) ?? 0) * 65_536),
  };
  return runtimeType === WXVM
    ? buildWxvmContract(methods, { globals: [0] })
    : buildContract(methods, { globals: [0] }, runtimeType);
}

describe("contracts that write anywhere", () => {
  for (const [runtimeType, pages] of pagesOf) {
    it(`find nothing of it in the next call (${RuntimeType[runtimeType]})`, () => {
      fc.assert(
        fc.property(fc.array(writeOf(pages * 65_536), { minLength: 1, maxLength: 12 }), (writes) => {
          const bytecode = contractOf(runtimeType, writes);
          const seen = isolations.map((isolation) => {
            const chain = createFakeChain(createWasmVms({ isolation }));
            installFakeContract(chain, "c", bytecode, runtimeType);
            return ["change", "look", "change", "change", "look"].map((method) =>
              createFakeTxContext({ chain }).run("c", method),
            );
          });
          assert.deepEqual([seen[0]?.[1]?.message, seen[0]?.[4]?.message], ["", ""]);
          assert.deepEqual(seen[1], seen[0]);
          assert.deepEqual(seen[2], seen[0]);
        }),
        { numRuns: 25 },
      );
    });
  }
});
