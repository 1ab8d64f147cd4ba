import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hexToBytes } from "@yanta/bytes";
import fc from "fast-check";
import { type AbiParameter, bytesToHex, decodeAbiParameters, encodeAbiParameters } from "viem";
import { type AbiInput, type AbiValue, decodeValues, encodeValues, solidityCall } from "./abi-values.ts";
import type { SolidityAbiParameter } from "./solidity-abi.ts";

interface Typed {
  readonly parameter: SolidityAbiParameter;
  readonly value: AbiInput;
}

const hex = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength, maxLength }).map((bytes) => bytesToHex(bytes));
const bits = fc.integer({ min: 1, max: 32 }).map((bytes) => bytes * 8);

const plain: fc.Arbitrary<Typed> = fc.oneof(
  bits.chain((size) => fc.bigInt(0n, 2n ** BigInt(size) - 1n).map((value) => typed(`uint${size}`, value))),
  bits.chain((size) =>
    fc.bigInt(-(2n ** BigInt(size - 1)), 2n ** BigInt(size - 1) - 1n).map((value) => typed(`int${size}`, value)),
  ),
  fc.boolean().map((value) => typed("bool", value)),
  hex(20, 20).map((value) => typed("address", value)),
  fc.integer({ min: 1, max: 32 }).chain((size) => hex(size, size).map((value) => typed(`bytes${size}`, value))),
  hex(0, 70).map((value) => typed("bytes", value)),
  fc.string({ unit: "grapheme" }).map((value) => typed("string", value)),
);

const { anyValue } = fc.letrec<{ anyValue: Typed }>((tie) => ({
  anyValue: fc.oneof(
    { maxDepth: 3 },
    plain,
    fc.array(tie("anyValue"), { minLength: 1, maxLength: 3 }).map((members) => ({
      parameter: { name: "t", type: "tuple", components: members.map(({ parameter }) => parameter) },
      value: members.map(({ value }) => value),
    })),
    fc
      .tuple(tie("anyValue"), fc.integer({ min: 0, max: 3 }), fc.boolean())
      .map(([{ parameter, value }, length, isFixed]) => ({
        // A length of nothing is no type.
        parameter: { ...parameter, type: `${parameter.type}[${isFixed && length > 0 ? length : ""}]` },
        value: Array.from({ length }, () => value),
      })),
  ),
}));

function typed(type: string, value: AbiInput): Typed {
  return { parameter: { name: "p", type }, value };
}

/** viem writes addresses with capitals, short integers as numbers and tuples by name. */
function normal(value: unknown): AbiValue {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value === "number") return BigInt(value);
  return typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value) ? value.toLowerCase() : (value as AbiValue);
}

/** viem takes small integers as numbers only in types; any value does at run time. */
function unnamed(parameter: SolidityAbiParameter): AbiParameter {
  const { components, ...rest } = parameter;
  if (components === undefined) return rest;
  return { ...rest, components: components.map((each) => ({ ...unnamed(each), name: "" })) };
}

describe("values of the contract ABI", () => {
  it("are written and read as viem does", () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 4 }), (given) => {
        const [parameters, values] = [given.map(({ parameter }) => parameter), given.map(({ value }) => value)];
        const encoded = encodeValues(parameters, values);
        const types = parameters.map(unnamed);
        assert.equal(bytesToHex(encoded), encodeAbiParameters(types, values));
        const read = decodeValues(parameters, encoded);
        assert.deepEqual(normal(read), normal(values));
        if (types.length > 0) assert.deepEqual(normal(read), normal(decodeAbiParameters(types, bytesToHex(encoded))));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it("that hostile bytes hold end in a coded error, soon", () => {
    fc.assert(
      fc.property(anyValue, fc.uint8Array({ maxLength: 400 }), ({ parameter }, bytes) => {
        try {
          decodeValues([parameter], bytes);
        } catch (error) {
          assert.equal((error as { code?: string }).code, "PLAYGROUND_ABI_INVALID");
        }
      }),
      { seed: 6, numRuns: 500 },
    );
    // A list of lists that all are the same list.
    const word = (value: number): string => value.toString(16).padStart(64, "0");
    const bomb =
      hexToBytes(word(32) + word(100) + Array.from({ length: 200 }, () => word(0)).join("")) ?? new Uint8Array(0);
    const nested = { name: "x", type: "uint256[][][][]" };
    try {
      decodeValues([nested], bomb);
    } catch (error) {
      assert.equal((error as { code?: string }).code, "PLAYGROUND_ABI_INVALID");
    }
  });

  it("that do not fit are refused", () => {
    const refused: readonly (readonly [string, AbiInput])[] = [
      ["uint8", 256],
      ["uint8", -1],
      ["int8", 128],
      ["uint256", "ten"],
      ["uint256", 1.5],
      ["uint256", ""],
      ["bool", "true"],
      ["address", "0x12"],
      ["bytes4", "0x1234"],
      ["bytes", "0xz"],
      ["string", 5],
      ["uint8[2]", [1]],
      ["uint8[]", 1],
      ["fixed128x18", 1],
      ["uint7", 1],
      ["bytes33", "0x"],
    ];
    for (const [type, value] of refused)
      assert.throws(() => encodeValues([{ name: "p", type }], [value]), { code: "PLAYGROUND_ABI_INVALID" }, type);
    assert.throws(() => encodeValues([{ name: "p", type: "uint8" }], []), { code: "PLAYGROUND_ABI_INVALID" });
  });

  it("of a call begin with the selector of its signature", () => {
    const input = (type: string) => ({ name: "x", type });
    const contract = {
      abi: [
        { type: "function", name: "f", inputs: [input("uint256")] },
        { type: "function", name: "f", inputs: [input("bool")] },
        {
          type: "function",
          name: "g",
          inputs: [{ ...input("tuple[]"), components: [input("bool"), input("string")] }],
        },
      ],
      selectors: { "f(uint256)": "aa000000", "f(bool)": "bb000000", "g((bool,string)[])": "cc000000" },
    };
    assert.equal(solidityCall(contract, "f(bool)", [true]).parameters.data, `bb000000${"1".padStart(64, "0")}`);
    assert.match(solidityCall(contract, "g", [[]]).parameters.data, /^cc000000/);
    assert.throws(() => solidityCall(contract, "f", [1]), { code: "PLAYGROUND_ABI_INVALID" });
    assert.throws(() => solidityCall(contract, "h", []), { code: "PLAYGROUND_ABI_INVALID" });
  });
});
