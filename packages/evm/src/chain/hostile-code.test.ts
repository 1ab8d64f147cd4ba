import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import type { CallOutcome } from "@yanta/vm";
import { createFakeChain, createFakeTxContext, type FakeTxContext, installFakeContract } from "@yanta/vm/testing";
import { createEvmVm } from "./create-evm-vm.ts";

const hex = (text: string): Uint8Array => hexToBytes(text.replaceAll(" ", "")) ?? new Uint8Array(0);
/** A fiftieth of what a transaction may use. */
const gasLimit = 200_000_000n;

/** Runs code twice, on chains and runtimes of their own; both runs must say the same. */
function run(code: string, limit = gasLimit): { outcome: CallOutcome; context: FakeTxContext } {
  const [first, second] = [0, 1].map(() => {
    const chain = createFakeChain([createEvmVm()]);
    const contract = installFakeContract(chain, "c", hex(code), RuntimeType.EVM);
    chain.contracts.set(contract.address, { contract, bytecode: hex(code) });
    const context = createFakeTxContext({ chain, gasLimit: limit });
    return { outcome: context.run("c", "x", new Map([["data", utf8ToBytes("00")]])), context };
  });
  assert.ok(first && second);
  assert.deepEqual(first.outcome, second.outcome);
  assert.deepEqual([...first.context.writes], [...second.context.writes]);
  assert.ok(first.outcome.gasUsed <= limit);
  return first;
}

function assertFails(code: string, reason: string): void {
  const { outcome, context } = run(code);
  assert.deepEqual(
    [outcome.status, outcome.code, outcome.message, outcome.events, outcome.gasUsed],
    [TxStatusCode.CONTRACT_FAIL, 1, `failed to execute evm contract, ${reason}`, [], gasLimit],
  );
  assert.equal(context.writes.size, 0);
}

const loop = (body: string, before = ""): string =>
  `${before}5b${body}60${(before.replaceAll(" ", "").length / 2).toString(16).padStart(2, "0")}56`;
/** CALL of an address with 0x0080 bytes of memory. */
const call = (address: string): string => `60206000 6080 6000 6000 ${address} 5a f1 50`;

describe("hostile bytecode", () => {
  for (const [name, body] of [
    ["jumps", ""],
    ["storage writes", "5a5a55"],
    ["transient writes", "5a5a5d"],
    ["logs", "6020 6000 a0"],
    ["hashes of 4 KiB", "611000 6000 20 50"],
    ["powers", "5a19 5a19 0a 50"],
    ["growing memory", "59 51 50"],
    ["calls of itself", "6000600060006000600030 5af1 50"],
    ["delegated calls of itself", "6000600060006000 30 5af4 50"],
    ["creations", "600060006000 f0 50"],
    ["signature recovery", call("6001")],
    ["modular powers", call("6005")],
    ["pairings", call("6008")],
    ["blake2", call("6009")],
    ["signatures by key", call("6103ef")],
    ["logs for the node", call("6103ee")],
  ] as const) {
    it(`endless ${name} end with the gas`, () => assertFails(loop(body), "out of gas"));
  }

  it("faults name their reason", () => {
    assertFails("01", "stack under flow");
    assertFails(loop("6000"), "stack over flow");
    assertFails("fe", "invalid op code: 0xFE");
    assertFails("0c", "invalid op code: 0xC");
    assertFails("600056", "invalid jump dest");
    assertFails("6001600056", "invalid jump dest");
    // The JUMPDEST is data of a PUSH.
    assertFails("600456615b5b00", "invalid jump dest");
    assertFails("60016000 6000 3e", "return data copy out of bounds");
  });

  it("huge places and lengths cost all gas and no memory", () => {
    const huge = `7f${"ff".repeat(32)}`;
    for (const code of [
      `${huge}51`,
      `6001${huge}52`,
      `${huge}6000f3`,
      `${huge}6000fd`,
      `${huge}6000 20`,
      `${huge}60006000 37`,
    ]) {
      assertFails(code, "out of gas");
    }
    for (const code of [
      `${huge}${huge}${huge} 5e`,
      `${huge}6000${huge}600060006000 5af1`,
      `${huge}60006000f0`,
      `6000${huge}${huge}a0`,
    ]) {
      assert.equal(run(code).outcome.status, TxStatusCode.CONTRACT_FAIL);
    }
    // Reading call data from far away gives zero.
    assert.equal(
      run(`${huge}3560005260206000f3`).outcome.result.every((byte) => byte === 0),
      true,
    );
  });

  it("value does not move", () => {
    const { outcome } = run("60006000600060006001 30 5af1 60005260206000f3");
    assert.deepEqual([outcome.status, outcome.result.at(-1)], [TxStatusCode.SUCCESS, 0]);
    const created = run("600060006001f0 60005260206000f3").outcome;
    assert.equal(created.result.at(-1), 0);
  });

  it("a static call cannot write, here or below", () => {
    // With call data of one byte (the outer call): calls itself statically and returns whether it succeeded. Else: writes.
    const { outcome, context } = run("36600114600d57 600160005500 5b 6000600060006000 30 5afa 60005260206000f3");
    assert.deepEqual([outcome.status, outcome.result.at(-1), context.writes.size], [TxStatusCode.SUCCESS, 0, 0]);
  });

  it("a failed frame leaves nothing behind", () => {
    // Outer: delegated call of itself, which writes, logs and reverts; then writes slot 2.
    const { outcome, context } = run(
      "36600114601757 6001600155 60006000a0 60006000fd 00 5b 6000600060006000 30 5af4 6002 55 00",
    );
    assert.equal(outcome.status, TxStatusCode.SUCCESS, outcome.message);
    assert.deepEqual([[...context.writes.keys()], outcome.events], [["c#02"], []]);
  });
});
