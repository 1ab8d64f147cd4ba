import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bytesToUtf8 } from "@yanta/bytes";
import { callsWithin, queryGasMax, type TracedStep, tracedStepsMax, txGasMax } from "@yanta/chain";
import { admin, callTx, majority, openTestChain, signTx, testChainConfig, type TestChain } from "@yanta/chain/testing";
import { TxStatusCode } from "@yanta/protocol";
import { createWasmVms } from "@yanta/vm";
import { compileSolidity } from "../support/compile-solidity.ts";
import { abiWord, openEvmTestChain } from "../support/evm-chain.ts";

const contracts = new URL("../../third_party/chainmaker-contracts/", import.meta.url);

function traceOf(chain: TestChain, txId: string, options?: Parameters<TestChain["chain"]["trace"]>[1]) {
  const trace = chain.chain.trace(txId, options);
  if (trace.kind === "unknown") assert.fail(trace.reason);
  assert.ok(trace.call);
  return { ...trace, call: trace.call };
}

const hostCalls = (steps: readonly TracedStep[]) => steps.filter((step) => step.kind === "host-call");

async function install(chain: TestChain, name: string, file: string, runtime: string): Promise<void> {
  chain.send(
    signTx({
      sender: admin,
      endorsers: majority,
      txId: `install-${name}`,
      contract: "CONTRACT_MANAGE",
      method: "INIT_CONTRACT",
      parameters: {
        CONTRACT_NAME: name,
        CONTRACT_VERSION: "1.0.0",
        CONTRACT_RUNTIME_TYPE: runtime,
        CONTRACT_BYTECODE: readFileSync(new URL(file, contracts)),
      },
    }),
  );
  await chain.makeBlock();
}

async function run(chain: TestChain, ...call: Parameters<typeof callTx>): Promise<void> {
  chain.send(callTx(...call));
  await chain.makeBlock();
}

test("host calls of a Rust contract, with arguments, results, and what belongs to each", async () => {
  const chain = await openTestChain({ config: testChainConfig({ version: "2030700" }), vms: createWasmVms() });
  await install(chain, "fact", "rust-fact-2.0.0.wasm", "WASMER");
  await run(chain, "save", "save", { file_hash: "h1", file_name: "n1", time: "1" }, "fact");
  await run(chain, "find", "find_by_file_hash", { file_hash: "h1" }, "fact");
  await run(chain, "again", "save", { file_hash: "h1", file_name: "n2", time: "2" }, "fact");

  const { call, height } = traceOf(chain, "find");
  assert.equal(height, 3n);
  const read = hostCalls(call.steps).find(({ name }) => name === "GetStateLen");
  assert.deepEqual(
    read?.arguments.map(({ name, value }) => [name, value]),
    [
      ["key", "fact"],
      ["field", "h1"],
    ],
  );
  assert.match(bytesToUtf8(read?.result?.bytes ?? new Uint8Array(0)), /n1/);
  assert.ok((read?.gasUsed ?? 0) > 0);
  const [inner] = read?.steps ?? [];
  assert.ok(inner?.kind === "read" && inner.key === "fact#h1");
  const saved = hostCalls(traceOf(chain, "save").call.steps).filter(({ name }) => name === "PutState");
  assert.deepEqual(
    saved.flatMap(({ steps }) => steps.map((step) => step.kind === "write" && step.key)),
    ["fact2#h1", "fact#h1"],
  );
});

test("iterators of the past, and a failure of a called contract, across runtimes", async () => {
  const config = testChainConfig({ version: "2030700" });
  config.vm?.supportList.push("gasm", "wxvm");
  const chain = await openTestChain({ config, vms: createWasmVms() });
  await install(chain, "fact", "rust-fact-2.0.0.wasm", "WASMER");
  await install(chain, "go", "go-fact-2.0.0.wasm", "GASM");
  await install(chain, "cpp", "cpp-func-verify-1.0.0.wasm", "WXVM");
  await run(chain, "put", "test_put_state", {}, "fact");
  await run(chain, "iterate", "test_kv_iterator", {}, "fact");
  await run(chain, "more", "test_put_pre_state", {}, "fact");
  const iterated = traceOf(chain, "iterate").call;
  assert.equal(bytesToUtf8(iterated.outcome.result), "15");
  const names = hostCalls(iterated.steps).map(({ name }) => name);
  assert.ok(names.includes("KvIterator") && names.includes("KvIteratorHasNext"));

  await run(chain, "bad", "nope", {}, "cpp");
  const bad = traceOf(chain, "bad").call;
  assert.deepEqual([bad.outcome.status, bad.contract?.name], [TxStatusCode.CONTRACT_FAIL, "cpp"]);
  await run(chain, "go-save", "save", { file_hash: "h", file_name: "n", time: "1" }, "go");
  assert.ok(hostCalls(traceOf(chain, "go-save").call.steps).length > 0);
  await run(chain, "cpp-save", "save", { file_hash: "h", file_name: "n", time: "1" }, "cpp");
  assert.ok(hostCalls(traceOf(chain, "cpp-save").call.steps).some(({ name }) => name === "PutObject"));
});

const source = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
contract Outer {
  uint256 public sum;
  function add(address inner, uint256 n) external { sum += Inner(inner).twice(n); }
  function spin() external pure { for (uint256 i = 0; ; i++) {} }
}
contract Inner { function twice(uint256 n) external pure returns (uint256) { require(n < 10, "too big"); return 2 * n; } }
`;

test("instructions of the EVM across contracts, bounded for a loop without end", async () => {
  const evm = await openEvmTestChain();
  const compiled = compileSolidity(source);
  const outer = compiled.get("Outer") ?? assert.fail();
  const inner = compiled.get("Inner") ?? assert.fail();
  const address = await evm.install("inner", inner.bytecode);
  await evm.install("outer", outer.bytecode);
  const { chain } = evm;
  const call = async (txId: string, data: string) => run(chain, txId, data.slice(0, 8), { data }, "outer");
  const add = (n: bigint) => `${outer.selectors["add(address,uint256)"]}${abiWord(address)}${abiWord(n)}`;
  await call("add", add(4n));
  const instructions = { stack: true, memory: true, countMax: 10_000 };
  const trace = traceOf(chain, "add", { instructions });
  const [twice] = callsWithin(trace.call);
  assert.equal(twice?.contract?.name, "inner");
  const own = trace.call.steps.filter((step) => step.kind === "instruction");
  const stored = own.find(({ name }) => name === "SSTORE");
  assert.deepEqual([stored?.storage, stored?.depth], [{ key: 0n, value: 8n }, 0]);
  assert.ok(twice.steps.every((step) => step.kind !== "instruction" || step.depth === 1));
  const spent = own.reduce((sum, { cost }) => sum + cost, 0);
  assert.ok(Math.abs(spent - Number(trace.call.outcome.gasUsed)) < 100, `${spent} of ${trace.call.outcome.gasUsed}`);
  assert.equal(traceOf(chain, "add").call.steps.filter((step) => step.kind === "instruction").length, 0);

  await call("refused", add(99n));
  const refused = traceOf(chain, "refused").call;
  assert.match(callsWithin(refused)[0]?.outcome.message ?? "", /08c379a0/);

  await call("spin", outer.selectors["spin()"] ?? "");
  const spun = traceOf(chain, "spin", { instructions });
  assert.ok(spun.call.steps.length <= instructions.countMax + 10);
  assert.match(spun.call.outcome.message, /out of gas/);
  const whole = traceOf(chain, "spin", { instructions: { stack: false, memory: false, countMax: Infinity } });
  assert.deepEqual([spun.isCut, whole.isCut], [true, true], "of a long transaction only a part runs again");
  const [first] = spun.call.steps;
  assert.ok(first?.kind === "instruction" && first.gas <= Number(queryGasMax), "it runs with the gas of a query");
  assert.deepEqual(
    [spun.outcome.gasUsed, spun.call.outcome.gasUsed],
    [txGasMax, txGasMax],
    "the outcome is the block's",
  );
  assert.ok(whole.call.steps.length <= tracedStepsMax);
});
