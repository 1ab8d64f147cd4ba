import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TxStatusCode } from "@yanta/protocol";
import type { CallOutcome } from "../interface.ts";
import { functionBytesMax, moduleBytesMax } from "../limits.ts";
import { buildContract, builtSysCall, firstBuiltMethod } from "../testing/built-contract.ts";
import { createFakeChain, createFakeTxContext, installFakeContract } from "../testing/fake-tx-context.ts";
import { type BuiltModule, buildModule, builtTypes } from "../testing/module-builder.ts";
import type { CodeWriter } from "./module/code-writer.ts";
import { op, valueType } from "./module/opcodes.ts";
import { createWasmerVm } from "./wasmer/create-wasmer-vm.ts";

const vm = createWasmerVm();

function call(bytecode: Uint8Array, method = "run", gasLimit?: bigint): CallOutcome {
  const chain = createFakeChain([vm]);
  installFakeContract(chain, "c", bytecode);
  return createFakeTxContext({ chain, txId: "T", ...(gasLimit === undefined ? {} : { gasLimit }) }).run("c", method);
}

function run(code: (to: CodeWriter) => void, more: Partial<BuiltModule> = {}, gasLimit?: bigint): CallOutcome {
  return call(buildContract({ run: code }, more), "run", gasLimit);
}

function assertFails(outcome: CallOutcome, message: string): void {
  assert.deepEqual(
    [outcome.status, outcome.code, outcome.message, outcome.events.length],
    [TxStatusCode.CONTRACT_FAIL, 1, message, 0],
  );
}

function assertRefused(bytecode: Uint8Array, reason: string | RegExp): void {
  const outcome = call(bytecode);
  assert.equal(outcome.status, TxStatusCode.CREATE_RUNTIME_INSTANCE_FAILED);
  const prefix = "failed to create vm runtime, contract: c, [c_1.0.0], byte code ";
  assert.ok(outcome.message.startsWith(prefix), outcome.message);
  const rest = outcome.message.slice(prefix.length);
  if (typeof reason === "string") assert.equal(rest, reason);
  else assert.match(rest, reason);
}

const outOfGas = "contract invoke failed, contract invoke failed, out of gas 10000000000/10000000000, tx: T, tx: T";
const loop = (to: CodeWriter, body: (to: CodeWriter) => void = () => undefined) => {
  to.ops(op.loop, valueType.empty);
  body(to);
  to.indexed(op.br, 0);
  to.ops(op.end);
};

describe("endless work ends by gas", () => {
  const cases: Record<string, (to: CodeWriter) => void> = {
    "an empty loop": (to) => loop(to),
    "a loop behind an empty block": (to) => loop(to, (body) => body.ops(op.block, valueType.empty, op.end)),
    "recursion that catches nothing": (to) => loop(to, (body) => body.indexed(op.call, 1 + firstBuiltMethod)),
    divisions: (to) =>
      loop(to, (body) => {
        body.i64(7);
        body.i64(3);
        body.ops(0x7f, op.drop);
      }),
    "filling memory": (to) =>
      loop(to, (body) => {
        for (const value of [0, 1, 200_000]) body.i32(value);
        body.prefixed(op.memoryFill, 0);
      }),
    "growing memory": (to) =>
      loop(to, (body) => {
        body.i32(1);
        body.ops(op.memoryGrow, 0, op.drop);
      }),
    "host calls without a header": (to) =>
      loop(to, (body) => {
        for (let i = 0; i < 4; i++) body.i32(0);
        body.indexed(op.call, builtSysCall);
        body.ops(op.drop);
      }),
  };
  const helper: Partial<BuiltModule> = { functions: [{ type: builtTypes.action, code: () => undefined }] };
  for (const [name, code] of Object.entries(cases)) {
    it(name, () => {
      const outcome = run(code, helper, 200_000_000n);
      assertFails(outcome, outOfGas);
      assert.equal(outcome.gasUsed, 200_000_000n);
    });
  }

  it("the whole limit of a transaction within seconds", () => {
    const start = performance.now();
    assertFails(
      run((to) => loop(to)),
      outOfGas,
    );
    assert.ok(performance.now() - start < 20_000);
  });

  it("in a start function, once and for all", () => {
    const start = performance.now();
    const bytecode = buildContract({ run: (to) => loop(to) }, { start: firstBuiltMethod });
    assertRefused(bytecode, "compile failed, instantiation failed");
    assertRefused(bytecode, "compile failed, instantiation failed");
    assert.ok(performance.now() - start < 2_000);
  });
});

describe("deep recursion ends by our counter, not by the engine's stack", () => {
  const exhausted = "contract invoke failed, call stack exhausted, tx: T";
  const recursions: Record<string, { locals: number; depth: number }> = {
    "small frames": { locals: 0, depth: 0 },
    "many locals": { locals: 4_000, depth: 0 },
    "many operands": { locals: 0, depth: 1_000 },
  };
  for (const [name, { locals, depth }] of Object.entries(recursions)) {
    for (const warm of [false, true]) {
      it(`${name}, ${warm ? "compiled hot" : "cold"}`, () => {
        const i64s = Array.from({ length: locals }, () => valueType.i64);
        const recurse = firstBuiltMethod + 1;
        // Every local and operand is used after the call, so that each one is alive across it.
        const code = (to: CodeWriter) => {
          for (let i = 0; i < locals; i++) {
            to.indexed(op.localGet, 0);
            to.ops(op.i64ExtendI32U);
            to.i64(i);
            to.ops(op.i64Add);
            to.indexed(op.localSet, 1 + i);
          }
          for (let i = 0; i < depth; i++) to.indexed(op.localGet, 0);
          to.indexed(op.localGet, 0);
          to.i32(1);
          to.ops(op.i32Add);
          to.indexed(op.call, recurse);
          for (let i = 0; i < depth; i++) to.ops(op.i32Add);
          for (let i = 0; i < locals; i++) {
            to.indexed(op.localGet, 1 + i);
            to.ops(0xa7, op.i32Add);
          }
        };
        const bytecode = buildContract(
          {
            run: (to) => {
              to.i32(0);
              to.indexed(op.call, recurse);
              to.ops(op.drop);
            },
          },
          { functions: [{ type: builtTypes.i32ToI32, locals: i64s, code }] },
        );
        const first = call(bytecode);
        assertFails(first, exhausted);
        for (let i = 0; i < (warm ? 60 : 0); i++) assert.deepEqual(call(bytecode), first);
      });
    }
  }

  it("through the table", () => {
    const bytecode = buildContract(
      {
        run: (to) => {
          to.i32(0);
          to.ops(op.callIndirect, builtTypes.action, 0);
        },
      },
      { table: [firstBuiltMethod] },
    );
    assertFails(call(bytecode), exhausted);
  });

  it("counts a frame back at every way out", () => {
    const leaves: ((to: CodeWriter) => void)[] = [
      () => undefined,
      (to) => to.ops(op.return),
      (to) => to.indexed(op.br, 0),
      (to) => {
        to.ops(op.block, valueType.empty);
        to.i32(1);
        to.indexed(op.brIf, 1);
        to.ops(op.end, op.return);
      },
      (to) => {
        to.i32(1);
        to.ops(op.brTable, 1, 0, 0);
      },
    ];
    const bytecode = buildContract(
      {
        run: (to) => {
          to.ops(op.loop, valueType.empty);
          for (let i = 0; i < leaves.length; i++) to.indexed(op.call, firstBuiltMethod + 2 + i);
          to.indexed(op.globalGet, 0);
          to.i32(1);
          to.ops(op.i32Sub);
          to.indexed(op.globalSet, 0);
          to.indexed(op.globalGet, 0);
          to.indexed(op.brIf, 0);
          to.ops(op.end);
        },
      },
      {
        globals: [20_000],
        functions: [
          { type: builtTypes.action, code: () => undefined },
          ...leaves.map((leave) => ({
            type: builtTypes.action,
            code: (to: CodeWriter) => {
              to.indexed(op.call, firstBuiltMethod + 1);
              leave(to);
            },
          })),
        ],
      },
    );
    assert.equal(call(bytecode).message, "");
  });
});

describe("the largest that passes the limits", () => {
  it("still fits the engine after rewriting", () => {
    const deadStores = Math.floor((functionBytesMax - 100) / 3);
    const code = (to: CodeWriter) => {
      to.ops(op.unreachable);
      for (let i = 0; i < deadStores; i++) to.ops(op.i32Store, 2, 0);
    };
    assertFails(run(code), "contract invoke failed, unreachable, tx: T");
  });
});

describe("memory", () => {
  const trap = "contract invoke failed, trap, tx: T";

  it("does not grow beyond the limit, and growing costs gas", () => {
    const grow = (pages: number, expected: number) =>
      run((to) => {
        to.i32(pages);
        to.ops(op.memoryGrow, 0);
        to.i32(expected);
        to.ops(op.i32Eq, 0x45, op.if, valueType.empty, op.unreachable, op.end);
      });
    assert.equal(grow(1_020, 4).message, "");
    assert.equal(grow(1_021, -1).message, "");
    assert.equal(grow(-1, -1).message, "");
    assert.ok(grow(1_020, 4).gasUsed > grow(10, 4).gasUsed + 1_000n * 200_000n);
  });

  it("of another maximum than the declared one is not given", () => {
    const outcome = run(
      (to) => {
        to.i32(3);
        to.ops(op.memoryGrow, 0);
        to.i32(-1);
        to.ops(op.i32Eq, 0x45, op.if, valueType.empty, op.unreachable, op.end);
      },
      { memory: { minimum: 4, maximum: 6 } },
    );
    assert.equal(outcome.message, "");
  });

  it("accesses far outside end the call, and the next call is not touched", () => {
    const store = (to: CodeWriter) => {
      to.i32(-8);
      to.i32(1);
      to.ops(op.i32Store, 2, 0);
    };
    assertFails(run(store), trap);
    assertFails(run(store), trap);
  });

  it("bulk operations keep to the declared size", () => {
    const fill = (start: number, length: number) =>
      run((to) => {
        for (const value of [start, 7, length]) to.i32(value);
        to.prefixed(op.memoryFill, 0);
      });
    assert.equal(fill(0, 4 * 65_536).message, "");
    assert.equal(fill(4 * 65_536, 0).message, "");
    assertFails(fill(1, 4 * 65_536), trap);
    assertFails(fill(4 * 65_536 + 1, 0), trap);
    assertFails(fill(-1, 2), trap);
  });
});

describe("modules that are refused", () => {
  const empty = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const withSection = (...bytes: number[]) => Uint8Array.from([...empty, ...bytes]);

  it("are no modules, are too large or broken", () => {
    assertRefused(Uint8Array.of(1), "validation failed, err = not a WebAssembly module");
    assertRefused(
      new Uint8Array(100 * 1024 * 1024),
      `validation failed, err = module of 104857600 bytes, ${moduleBytesMax} allowed`,
    );
    assertRefused(withSection(1, 5, 1), "validation failed, err = unexpected end");
    assertRefused(withSection(1, 0x80, 0x80, 0x80, 0x80, 0x80, 0), "validation failed, err = invalid LEB128");
    assertRefused(withSection(3, 1, 0, 1, 1, 0), "validation failed, err = section 1 out of order");
    assertRefused(withSection(13, 1, 0), "validation failed, err = section 13 is not supported");
    assertRefused(withSection(3, 5, 0xff, 0xff, 0xff, 0xff, 0x0f), /functions, 50000 allowed$/);
  });

  it("use features that contracts do not have", () => {
    const code = (...bytes: number[]) => buildContract({ run: (to) => to.bytes(bytes) });
    assertRefused(code(0xfd, 0x0c), "validation failed, err = opcode 0xfd is not supported");
    assertRefused(code(0xfe, 0x00), "validation failed, err = opcode 0xfe is not supported");
    assertRefused(code(0xfc, 0x0f, 0), "validation failed, err = opcode 0xfc 15 is not supported");
    assertRefused(code(0x06, 0x40), "validation failed, err = opcode 0x6 is not supported");
    assertRefused(code(0x12, 0), "validation failed, err = opcode 0x12 is not supported");
    assertRefused(code(0xd0, 0x70), "validation failed, err = opcode 0xd0 is not supported");
    assertRefused(withSection(5, 3, 1, 3, 1), /shared and 64-bit memories/);
    assertRefused(withSection(5, 5, 2, 0, 1, 0, 1), /2 memories, 1 allowed/);
  });

  it("are over a limit", () => {
    assertRefused(
      buildContract({}, { memory: { minimum: 1_025 } }),
      "validation failed, err = memory of 1025 pages, 1024 allowed",
    );
    const deep = (to: CodeWriter) => {
      for (let i = 0; i < 3_000; i++) to.ops(op.block, valueType.empty);
      for (let i = 0; i < 3_000; i++) to.ops(op.end);
    };
    assertRefused(buildContract({ run: deep }), "validation failed, err = more than 2048 nested blocks");
    const wide = (to: CodeWriter) => {
      for (let i = 0; i < 5_000; i++) to.i32(0);
      for (let i = 0; i < 5_000; i++) to.ops(op.drop);
    };
    assertRefused(buildContract({ run: wide }), "validation failed, err = more than 4096 operands");
    assertRefused(
      buildContract(
        {},
        {
          functions: [
            {
              type: builtTypes.action,
              locals: Array.from({ length: 5_000 }, () => valueType.i32),
              code: () => undefined,
            },
          ],
        },
      ),
      /groups of locals, 4096 allowed$/,
    );
  });

  it("do not pass validation", () => {
    assertRefused(buildContract({ run: (to) => to.ops(op.drop) }), "validation failed, err = invalid module");
    assertRefused(buildContract({ run: (to) => to.i32(1) }), "validation failed, err = invalid module");
    assertRefused(
      buildContract({ run: (to) => to.indexed(op.globalGet, 0) }),
      "validation failed, err = global index 0 out of range",
    );
    assertRefused(
      buildContract({ run: (to) => to.indexed(op.localGet, 0) }),
      "validation failed, err = local index 0 out of range",
    );
    assertRefused(
      buildContract({ run: (to) => to.indexed(op.br, 1) }),
      "validation failed, err = label 1 out of range",
    );
    assertRefused(
      buildContract({ run: (to) => to.indexed(op.call, 4) }),
      "validation failed, err = function index 4 out of range",
    );
  });

  it("ask for imports that the host does not have", () => {
    assertRefused(
      buildModule({ imports: [["env.exec", builtTypes.action]], functions: [] }),
      "compile failed, unknown import env.exec",
    );
    assertRefused(
      buildModule({ imports: [["env.sys_call", builtTypes.action]], functions: [] }),
      "compile failed, incompatible import type of env.sys_call",
    );
  });

  it("have data outside their memory", () => {
    const bytes = Uint8Array.of(1);
    assertRefused(
      buildContract({}, { data: [{ offset: 4 * 65_536, bytes }] }),
      "validation failed, err = data segment does not fit in memory",
    );
    assertRefused(
      buildContract({}, { data: [{ offset: -1, bytes }] }),
      "validation failed, err = data segment does not fit in memory",
    );
  });
});
