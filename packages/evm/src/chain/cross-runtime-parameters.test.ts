import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex, bytesToUtf8, utf8ToBytes } from "@yanta/bytes";
import { CrossRuntimeParameters } from "./cross-runtime-parameters.ts";

/** A text of up to 31 bytes as Solidity stores it. */
function short(text: string): bigint {
  const hex = bytesToHex(utf8ToBytes(text));
  return BigInt(`0x${hex.padEnd(62, "0")}${(2 * text.length).toString(16).padStart(2, "0")}`);
}

/** The words of a longer text. */
function words(text: string): bigint[] {
  const hex = bytesToHex(utf8ToBytes(text));
  return (hex.match(/.{1,64}/g) ?? []).map((part) => BigInt(`0x${part.padEnd(64, "0")}`));
}

const hashedSlot = 2n ** 200n;
const longText = "a text of more than thirty-one bytes, which takes three words of storage";

function collect(writes: readonly (readonly [slot: bigint, value: bigint])[]): Record<string, string> {
  const parameters = new CrossRuntimeParameters();
  for (const [slot, value] of writes) assert.equal(parameters.take(slot, value), "taken");
  const collected = parameters.finish();
  assert.ok(collected);
  assert.equal(parameters.finish(), undefined);
  return {
    method: collected.method,
    ...Object.fromEntries([...collected.parameters].map(([key, value]) => [key, bytesToUtf8(value)])),
  };
}

describe("parameters for contracts of other runtimes", () => {
  it("are texts and numbers after mark and method", () => {
    const begin = [
      [5n, short("CrossVMCall")],
      [6n, short("save")],
    ] as const;
    assert.deepEqual(collect([...begin, [7n, short("name")], [8n, short("value")], [9n, short("count")], [10n, 42n]]), {
      method: "save",
      CrossVMCall: "start",
      CrossVmCallMethod: "save",
      name: "value",
      count: "42",
    });
  });

  it("may be long, their length written before or after their words", () => {
    const begin = [
      [0n, short("CrossVMCall")],
      [1n, short("m")],
      [2n, short("k")],
    ] as const;
    const length = [3n, BigInt(2 * longText.length + 1)] as const;
    const parts = words(longText).map((value, i) => [hashedSlot + BigInt(i), value] as const);
    const next = [
      [4n, short("l")],
      [5n, short("w")],
    ] as const;
    for (const order of [
      [length, ...parts],
      [...parts, length],
    ]) {
      const { k, l } = collect([...begin, ...order, ...next]);
      assert.deepEqual([k, l], [longText, "w"]);
    }
  });

  it("begin with the mark only, and are bounded", () => {
    const parameters = new CrossRuntimeParameters();
    assert.equal(parameters.take(0n, short("CrossVMCalls")), "not taken");
    assert.equal(parameters.take(1n, 7n), "not taken");
    assert.equal(parameters.finish(), undefined);
    parameters.take(0n, short("CrossVMCall"));
    const answers = Array.from({ length: 600 }, () => parameters.take(hashedSlot, 2n ** 256n - 1n));
    assert.deepEqual([answers[0], answers.at(-1)], ["taken", "too long"]);
  });
});
