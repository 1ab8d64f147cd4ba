import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import { encodeEasyCodec } from "@yanta/protocol";
import { buildContract, builtSysCall } from "../testing/built-contract.ts";
import { createFakeChain, createFakeTxContext, installFakeContract } from "../testing/fake-tx-context.ts";
import type { CodeWriter } from "./module/code-writer.ts";
import { nanType } from "./module/nan-type.ts";
import { op, valueType } from "./module/opcodes.ts";
import { createWasmerVm } from "./wasmer/create-wasmer-vm.ts";

const header = encodeEasyCodec([
  { key: "ctx_ptr", keyType: "system", type: "int32", value: 1 },
  { key: "method", keyType: "system", type: "string", value: "SuccessResult" },
]);

/** Hex of the 8 bytes that `store` leaves at address 8. */
function bitsOf(store: (to: CodeWriter) => void): string {
  const run = (to: CodeWriter) => {
    store(to);
    for (const value of [1024, header.length, 8, 8]) to.i32(value);
    to.indexed(op.call, builtSysCall);
    to.ops(op.drop);
  };
  const chain = createFakeChain([createWasmerVm()]);
  installFakeContract(chain, "c", buildContract({ run }, { data: [{ offset: 1024, bytes: header }] }));
  const outcome = createFakeTxContext({ chain }).run("c", "run");
  assert.equal(outcome.message, "");
  return bytesToHex(outcome.result);
}

/** Bytes of numbers, lowest first. */
const short = {
  constant: op.f32Const,
  store: op.f32Store,
  reinterpret: 0xbc,
  storeBits: op.i32Store,
  nanWithPayload: [0x56, 0x34, 0xf2, 0xff],
  signalling: [0x01, 0, 0xa0, 0x7f],
  one: [0, 0, 0x80, 0x3f],
  minusOne: [0, 0, 0x80, 0xbf],
  canonical: "0000c07f00000000",
};
const long = {
  constant: op.f64Const,
  store: op.f64Store,
  reinterpret: 0xbd,
  storeBits: op.i64Store,
  nanWithPayload: [0x12, 0, 0, 0, 0, 0, 0xf9, 0xff],
  signalling: [0x01, 0, 0, 0, 0, 0, 0xf4, 0x7f],
  one: [0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
  minusOne: [0, 0, 0, 0, 0, 0, 0xf0, 0xbf],
  canonical: "000000000000f87f",
};
type Size = typeof short | typeof long;

const isUnary = (opcode: number) => opcode <= 0x91 || (opcode >= 0x9b && opcode <= 0x9f) || opcode > 0xa6;

describe("a NaN that arithmetic makes", () => {
  for (let opcode: number = op.i32Eqz; opcode <= op.lastNumeric; opcode++) {
    const type = nanType(opcode);
    if (type === undefined) continue;
    const to: Size = type === valueType.f32 ? short : long;
    const from: Size = opcode === op.f32DemoteF64 ? long : opcode === op.f64PromoteF32 ? short : to;
    it(`has the same bits always, opcode 0x${opcode.toString(16)}`, () => {
      for (const nan of [from.nanWithPayload, from.signalling]) {
        for (const [left, right] of [
          [nan, from.one],
          [from.one, nan],
          [nan, nan],
        ] as const) {
          const value = (code: CodeWriter) => {
            code.ops(from.constant, ...(isUnary(opcode) ? nan : left));
            if (!isUnary(opcode)) code.ops(from.constant, ...right);
            code.ops(opcode);
          };
          const stored = bitsOf((code) => {
            code.i32(8);
            value(code);
            code.ops(to.store, 0, 0);
          });
          const reinterpreted = bitsOf((code) => {
            code.i32(8);
            value(code);
            code.ops(to.reinterpret, to.storeBits, 0, 0);
          });
          assert.deepEqual([stored, reinterpreted], [to.canonical, to.canonical]);
        }
      }
    });
  }

  it("also out of numbers", () => {
    for (const size of [short, long]) {
      const [squareRoot, divide] = size === short ? [0x91, op.f32Div] : [0x9f, op.f64Div];
      const made = (write: (code: CodeWriter) => void) =>
        bitsOf((code) => {
          code.i32(8);
          write(code);
          code.ops(size.store, 0, 0);
        });
      const zero = size.one.map(() => 0);
      assert.equal(
        made((code) => code.ops(size.constant, ...size.minusOne, squareRoot)),
        size.canonical,
      );
      assert.equal(
        made((code) => code.ops(size.constant, ...zero, size.constant, ...zero, divide)),
        size.canonical,
      );
    }
  });
});

describe("what is left alone", () => {
  it("numbers, and NaNs that are only moved or change their sign", () => {
    for (const size of [short, long]) {
      const [negate, add] = size === short ? [0x8c, 0x92] : [0x9a, 0xa0];
      const hex = (bytes: readonly number[]) => bytesToHex(Uint8Array.from(bytes)).padEnd(16, "0");
      const stored = (...code: readonly number[]) =>
        bitsOf((to) => {
          to.i32(8);
          to.ops(...code, size.store, 0, 0);
        });
      assert.equal(stored(size.constant, ...size.signalling), hex(size.signalling));
      const negated = [...size.nanWithPayload.slice(0, -1), 0x7f];
      assert.equal(stored(size.constant, ...size.nanWithPayload, negate), hex(negated));
      const two = size === short ? [0, 0, 0, 0x40] : [0, 0, 0, 0, 0, 0, 0, 0x40];
      assert.equal(stored(size.constant, ...size.one, size.constant, ...size.one, add), hex(two));
    }
  });
});
