import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToUtf8, concatBytes, emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { generatePrivateKey } from "@yanta/crypto";
import { RuntimeType } from "@yanta/protocol";
import type { VmCall } from "@yanta/vm";
import { createFakeChain, createFakeTxContext, installFakeContract } from "@yanta/vm/testing";
import { bigIntToBytes, type Precompile } from "../precompiles/precompile.ts";
import { findChainPrecompile } from "./chain-precompiles.ts";

const contract = installFakeContract(createFakeChain([]), "c", emptyBytes, RuntimeType.EVM);
const parameters = new Map([["__sender_role__", utf8ToBytes("CLIENT")]]);
const call: VmCall = { contract, bytecode: emptyBytes, method: "x", parameters, gasUsed: 0n };

function find(
  number: number,
  blockVersion = 2_030_700,
): { precompile: Precompile | undefined; logs: readonly string[] } {
  const context = createFakeTxContext({ chain: createFakeChain([]), blockVersion });
  return { precompile: findChainPrecompile(number.toString(16).padStart(40, "0"), call, context), logs: context.logs };
}

/** Parts, each after its length. */
function parts(...all: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...all.flatMap((part) => [bigIntToBytes(BigInt(part.length), 32), part]));
}

describe("ChainMaker's precompiled contracts", () => {
  it("are 1 to 9 and 1000 to 1007, and no other", () => {
    const numbers = Array.from({ length: 1100 }, (_, i) => i).filter((number) => find(number).precompile !== undefined);
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007]);
    assert.equal(
      findChainPrecompile(`${"0".repeat(35)}10001`, call, createFakeTxContext({ chain: createFakeChain([]) })),
      undefined,
    );
  });

  it("tell injected parameters, log, and leave BLAKE2 out below 2030300", () => {
    assert.equal(bytesToUtf8(find(1001).precompile?.run(emptyBytes) ?? emptyBytes), "CLIENT");
    assert.deepEqual(find(1000).precompile?.run(emptyBytes), emptyBytes);
    const { precompile, logs } = find(1006);
    assert.deepEqual(precompile?.run(utf8ToBytes("1hello")), emptyBytes);
    assert.deepEqual(logs, ["c: hello"]);
    assert.equal(precompile?.run(emptyBytes), undefined);
    assert.equal(find(9, 2_030_300).precompile?.run(emptyBytes), undefined);
    assert.deepEqual(find(9, 2_030_200).precompile?.run(emptyBytes), emptyBytes);
  });

  it("1007 checks a signature by a key in DER, PEM or as a point", () => {
    const key = generatePrivateKey("SM2");
    const message = utf8ToBytes("message");
    const signature = key.sign(message, "SM3");
    const verify = find(1007).precompile;
    const { spkiDer, pem, keyBits } = key.publicKey;
    for (const form of [spkiDer, utf8ToBytes(pem), keyBits]) {
      assert.deepEqual(verify?.run(parts(form, message, signature)), bigIntToBytes(1n, 32));
    }
    assert.equal(verify?.run(parts(spkiDer, utf8ToBytes("other"), signature)), undefined);
    assert.equal(verify?.run(parts(spkiDer, message)), undefined);
    assert.equal(verify?.run(parts(message, message, signature)), undefined);
    assert.equal(verify?.run(emptyBytes), undefined);
  });
});
