import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { encodeEasyCodec, RuntimeType, TxStatusCode } from "@yanta/protocol";
import { buildContract, builtSysCall, buildScript, requestItems } from "../testing/built-contract.ts";
import { buildWxvmScript } from "../testing/built-wxvm-contract.ts";
import {
  createFakeChain,
  createFakeTxContext,
  type FakeChain,
  installFakeContract,
} from "../testing/fake-tx-context.ts";
import { readContract } from "../testing/read-contract.ts";
import { createWasmVms } from "./create-wasm-vms.ts";
import { op } from "./module/opcodes.ts";

const { WASMER, GASM, WXVM } = RuntimeType;

function parametersOf(values: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(values).map(([key, value]) => [key, utf8ToBytes(value)]));
}

function chainOfAll(): FakeChain {
  const chain = createFakeChain(createWasmVms());
  installFakeContract(chain, "rust", readContract("rust-fact-2.0.0"), WASMER);
  installFakeContract(chain, "go", readContract("go-fact-2.0.0"), GASM);
  installFakeContract(chain, "cpp", readContract("cpp-func-verify-1.0.0"), WXVM);
  return chain;
}

function call(chain: FakeChain, contract: string, method: string, values: Readonly<Record<string, string>> = {}) {
  const context = createFakeTxContext({ chain });
  const outcome = context.run(contract, method, parametersOf(values));
  return { outcome, context, writes: [...context.writes.keys()] };
}

const saved = parametersOf({ file_hash: "h", file_name: "n", time: "1" });
const callFrom = {
  /** A contract that calls `save` of another one and answers the length of its result. */
  WASMER: (callee: string, method = "save") =>
    buildScript([
      {
        method: "CallContractLen",
        body: requestItems({
          value_ptr: 200_000,
          contract_name: callee,
          method,
          param: encodeEasyCodec([...saved].map(([key, value]) => ({ key, type: "bytes", value }))),
        }),
      },
      { method: "EmitEvent", body: requestItems({ topic: "own", data: "d" }) },
    ]),
  WXVM: (callee: string, method = "save") =>
    buildWxvmScript([
      {
        method: "ContractCall",
        items: requestItems({
          contract: callee,
          method,
          args: encodeEasyCodec([...saved].map(([key, value]) => ({ key, type: "bytes", value }))),
        }),
      },
      { method: "EmitEvent", items: requestItems({ topic: "own", data: "d" }) },
    ]),
};

describe("contracts of one runtime call those of another", () => {
  for (const callee of ["rust", "cpp"]) {
    it(`go-fact calls ${callee}`, () => {
      const chain = chainOfAll();
      const { outcome, writes } = call(chain, "go", "functional_verify", { contract_name: callee });
      assert.deepEqual(
        [outcome.status, outcome.message, bytesToUtf8(outcome.result)],
        [TxStatusCode.SUCCESS, "", "ok"],
      );
      assert.ok(
        writes.some((key) => key.startsWith(`${callee}#`)),
        writes.join(),
      );
      assert.deepEqual(
        outcome.events.map(({ contractName, topic }) => [contractName, topic]),
        callee === "cpp" ? [["cpp", "topic_vx"]] : [],
      );
    });
  }

  it("cpp-func-verify calls go-fact and rust-fact", () => {
    for (const [name, runtimeType] of [
      ["go-fact-2.0.0", GASM],
      ["rust-fact-2.0.0", WASMER],
    ] as const) {
      const chain = chainOfAll();
      installFakeContract(chain, "contract01", readContract(name), runtimeType);
      const { outcome, writes } = call(chain, "cpp", "functional_verify");
      assert.deepEqual([outcome.status, outcome.message], [TxStatusCode.SUCCESS, ""]);
      assert.ok(writes.includes("cpp#test"), writes.join());
    }
  });

  for (const [runtime, build] of Object.entries(callFrom)) {
    for (const callee of ["rust", "go", "cpp"]) {
      it(`a built ${runtime} contract calls ${callee}, whose events come before its own`, () => {
        const chain = chainOfAll();
        installFakeContract(chain, "c", build(callee), RuntimeType[runtime as keyof typeof callFrom]);
        const { outcome, writes } = call(chain, "c", "run");
        assert.deepEqual([outcome.status, outcome.message], [TxStatusCode.SUCCESS, ""]);
        assert.ok(
          writes.some((key) => key.startsWith(`${callee}#`)),
          writes.join(),
        );
        const topics = outcome.events.map(({ contractName, topic }) => `${contractName} ${topic}`);
        assert.deepEqual(topics, [...(callee === "cpp" ? ["cpp topic_vx"] : []), "c own"]);
      });
    }
  }

  it("and meet its failure as their runtime does", () => {
    const chain = chainOfAll();
    installFakeContract(chain, "rustlike", callFrom.WASMER("cpp", "nope"), WASMER);
    installFakeContract(chain, "cpplike", callFrom.WXVM("rust", "nope"), WXVM);
    assert.equal(
      call(chain, "rustlike", "run").outcome.message,
      "error message: [call contract] execute error code: CONTRACT_FAIL, msg: _nope not found",
    );
    assert.deepEqual(
      [call(chain, "cpplike", "run").outcome.message, call(chain, "cpplike", "run").outcome.code],
      ["", 0],
    );
  });

  it("one inside the other, as deep as ChainMaker allows", () => {
    const chain = createFakeChain(createWasmVms());
    for (const [name, callee, runtimeType] of [
      ["a", "b", WASMER],
      ["b", "a", GASM],
    ] as const) {
      const header = encodeEasyCodec([
        { key: "ctx_ptr", keyType: "system", type: "int32", value: 1 },
        { key: "method", keyType: "system", type: "string", value: "CallContractLen" },
      ]);
      const body = encodeEasyCodec(
        requestItems({ value_ptr: 200_000, contract_name: callee, method: "run", param: encodeEasyCodec([]) }),
      );
      installFakeContract(
        chain,
        name,
        buildContract(
          {
            run: (to) => {
              for (const value of [1024, header.length, 4096, body.length]) to.i32(value);
              to.indexed(op.call, builtSysCall);
              to.ops(op.drop);
            },
          },
          {
            data: [
              { offset: 1024, bytes: header },
              { offset: 4096, bytes: body },
            ],
          },
          runtimeType,
        ),
        runtimeType,
      );
    }
    assert.match(call(chain, "a", "run").outcome.message, /msg: CallContract too depth 6$/);
  });
});
