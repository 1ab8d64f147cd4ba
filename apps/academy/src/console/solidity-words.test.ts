import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SolidityContract } from "@yanta/playground";
import { showSolidityResult, toSolidityCall, toSolidityConstructor } from "./solidity-words.ts";

const uint = (name: string) => ({ name, type: "uint256" });
const contract: SolidityContract = {
  name: "C",
  path: "c.sol",
  abi: [
    { type: "constructor", inputs: [uint("supply")] },
    { type: "function", name: "f", inputs: [uint("a"), { name: "", type: "bool" }], outputs: [uint("")] },
    { type: "function", name: "g", inputs: [{ name: "list", type: "uint256[]" }], outputs: [] },
  ],
  bytecode: new Uint8Array(0),
  selectors: { "f(uint256,bool)": "01020304", "g(uint256[])": "05060708" },
  eventTopics: {},
};
const word = (value: number): string => value.toString(16).padStart(64, "0");

describe("calls of Solidity as they are typed", () => {
  it("take values by their names, nameless ones by their place, lists as JSON", () => {
    const call = toSolidityCall(contract, "f", { "1": "true", a: "7" });
    assert.deepEqual(call, { method: "f", parameters: { data: `01020304${word(7)}${word(1)}` } });
    const { parameters } = toSolidityCall(contract, "g", { list: "[1, 2]" });
    assert.equal(parameters.data, `05060708${word(32)}${word(2)}${word(1)}${word(2)}`);
    assert.deepEqual(toSolidityConstructor(contract, { supply: "16" }), { data: word(16) });
    assert.deepEqual(
      showSolidityResult(
        contract,
        "f",
        Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? 5 : 0)),
      ),
      ["result 5"],
    );
  });

  it("are refused when a value is missing, unknown or of another type", () => {
    const calls = [{}, { a: "1" }, { a: "1", "1": "true", b: "2" }];
    for (const typed of calls)
      assert.throws(() => toSolidityCall(contract, "f", typed), { code: "ACADEMY_COMMAND_INVALID" });
    assert.throws(() => toSolidityCall(contract, "g", { list: "1,2" }), { code: "ACADEMY_COMMAND_INVALID" });
    for (const typed of [
      { a: "x", "1": "true" },
      { a: "1", "1": "yes" },
    ])
      assert.throws(() => toSolidityCall(contract, "f", typed), { code: "PLAYGROUND_ABI_INVALID" });
    assert.throws(() => toSolidityCall(contract, "h", {}), { code: "PLAYGROUND_ABI_INVALID" });
  });
});
