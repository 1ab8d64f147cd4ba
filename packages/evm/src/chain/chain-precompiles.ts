import { bytesToUtf8, emptyBytes } from "@yanta/bytes";
import { parsePublicKey, type PublicKey, publicKeyFromBits } from "@yanta/crypto";
import type { TxContext, VmCall } from "@yanta/vm";
import { ethereumPrecompiles } from "../precompiles/ethereum-precompiles.ts";
import { bigIntToBytes, bytesToBigInt, type Precompile } from "../precompiles/precompile.ts";
import { versionRules } from "./version-rules.ts";

/**
 * What Ethereum's price of each contract is multiplied by, so that one gas is 0.1 ns here, too. Measured with the pure
 * TypeScript cryptography of this package, rounded up.
 */
const priceFactors: ReadonlyMap<number, number> = new Map([
  [1, 4_000],
  [2, 300],
  [3, 300],
  [4, 100],
  [5, 2_000],
  [6, 1_500],
  [7, 1_200],
  [8, 4_000],
  [9, 5_000],
]);

const blake2Number = 9;
const signVerifyGas = 12_000_000;
const parameterGas = 3_000;

/** ChainMaker's contracts that answer with an injected parameter, from number 1000 on. Spec: vm.md §5.4. */
const parameterNames = [
  "__sender_org_id__",
  "__sender_role__",
  "__sender_pk__",
  "__creator_org_id__",
  "__creator_role__",
  "__creator_pk__",
];
const firstParameterNumber = 1000;
const logNumber = 1006;
const signVerifyNumber = 1007;

/** A precompiled contract of the chain by its address (40 hex digits), with its price; undefined for any other address. */
export function findChainPrecompile(address: string, call: VmCall, context: TxContext): Precompile | undefined {
  if (!address.startsWith("0".repeat(36))) return undefined;
  const number = Number.parseInt(address.slice(36), 16);
  const precompile = ethereumPrecompiles.get(number);
  if (precompile !== undefined) {
    const factor = priceFactors.get(number) ?? 1;
    const doesNothing = number === blake2Number && context.blockVersion < versionRules.saltNeedsName;
    return {
      gas: (input) => precompile.gas(input) * factor,
      run: doesNothing ? () => emptyBytes : precompile.run,
    };
  }
  const parameter = parameterNames[number - firstParameterNumber];
  if (parameter !== undefined) {
    return { gas: () => parameterGas, run: () => call.parameters.get(parameter) ?? emptyBytes };
  }
  if (number === logNumber) return contractLog(call, context);
  return number === signVerifyNumber ? signVerify : undefined;
}

/** 1006: a level digit and a text for the node's log. */
function contractLog({ contract }: VmCall, context: TxContext): Precompile {
  return {
    gas: ({ length }) => parameterGas + 10 * length,
    run: (input) => {
      if (input.length === 0) return undefined;
      context.log(contract.name, bytesToUtf8(input.subarray(1)));
      return emptyBytes;
    },
  };
}

/**
 * 1007: whether a signature is a key's. Input: key (DER, PEM or the point of an SM2 key), message, signature, each after its
 * length as a word. The message is hashed with SM3. A wrong signature makes the call fail.
 */
const signVerify: Precompile = {
  gas: ({ length }) => signVerifyGas + 100 * length,
  run: (input) => {
    let at = 0;
    const take = (): Uint8Array | undefined => {
      if (input.length < at + 32) return undefined;
      const length = bytesToBigInt(input.subarray(at, at + 32));
      at += 32;
      if (length === 0n || length > BigInt(input.length - at)) return undefined;
      const part = input.slice(at, at + Number(length));
      at += Number(length);
      return part;
    };
    const key = parseKey(take());
    const message = take();
    const signature = take();
    if (key === undefined || message === undefined || signature === undefined) return undefined;
    return key.verify(message, signature, "SM3") ? bigIntToBytes(1n, 32) : undefined;
  },
};

function parseKey(bytes: Uint8Array | undefined): PublicKey | undefined {
  if (bytes === undefined) return undefined;
  try {
    return parsePublicKey(bytes);
  } catch {
    try {
      return publicKeyFromBits("SM2", bytes);
    } catch {
      return undefined;
    }
  }
}
