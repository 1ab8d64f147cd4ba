import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { bn254 } from "@noble/curves/bn254.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { hashBytes, keccak256 } from "@yanta/crypto";
import fc from "fast-check";
import { blake2Compression } from "./blake2-compression.ts";
import { bn254Add, bn254Multiply, bn254Pairing } from "./bn254.ts";
import { modularExponentiation } from "./modular-exponentiation.ts";
import { pointEvaluation } from "./point-evaluation.ts";
import { bigIntToBytes, bytesToBigInt } from "./precompile.ts";
import { recoverSigner } from "./recover-signer.ts";

const word = (value: bigint | number): Uint8Array => bigIntToBytes(BigInt(value), 32);
const hex = (bytes: Uint8Array | undefined): string | undefined => bytes && bytesToHex(bytes);

describe("precompiled contracts", () => {
  it("1 finds the signer, and gives nothing for nonsense", () => {
    const key = hashBytes("SHA256", utf8ToBytes("a key"));
    const hash = keccak256(utf8ToBytes("a message"));
    const recovered = secp256k1.sign(hash, key, { prehash: false, format: "recovered" });
    const input = concatBytes(hash, word(27 + (recovered[0] ?? 0)), recovered.subarray(1));
    const point = secp256k1.getPublicKey(key, false);
    assert.equal(hex(recoverSigner.run(input)), "0".repeat(24) + bytesToHex(keccak256(point.subarray(1)).subarray(12)));
    assert.equal(recoverSigner.run(concatBytes(hash, word(29), recovered.subarray(1)))?.length, 0);
    assert.equal(recoverSigner.run(new Uint8Array(0))?.length, 0);
  });

  it("5 raises as BigInt does", () => {
    const number = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(number, fc.uint8Array({ maxLength: 3 }), number, (base, exponent, modulus) => {
        const input = concatBytes(
          word(base.length),
          word(exponent.length),
          word(modulus.length),
          base,
          exponent,
          modulus,
        );
        const m = bytesToBigInt(modulus);
        let power = m === 0n ? 0n : 1n % m;
        for (const bit of bytesToBigInt(exponent).toString(2)) {
          if (m !== 0n) power = (power * power * (bit === "1" ? bytesToBigInt(base) : 1n)) % m;
        }
        assert.equal(hex(modularExponentiation.run(input)), bytesToHex(bigIntToBytes(power, modulus.length)));
      }),
      { numRuns: 60 },
    );
    assert.equal(modularExponentiation.gas(concatBytes(word(2n ** 255n), word(1), word(2n ** 200n))), Infinity);
    assert.equal(modularExponentiation.gas(new Uint8Array(0)), 200);
  });

  it("6 and 7 agree with each other, and refuse points off the curve", () => {
    const times = (factor: number): Uint8Array =>
      bn254Multiply.run(concatBytes(word(1), word(2), word(factor))) ?? new Uint8Array(0);
    assert.equal(hex(bn254Add.run(concatBytes(times(2), times(3)))), hex(times(5)));
    assert.equal(hex(bn254Add.run(new Uint8Array(0))), "00".repeat(64));
    assert.equal(bn254Add.run(concatBytes(word(1), word(3))), undefined);
    assert.equal(bn254Multiply.run(concatBytes(word(bn254.fields.Fp.ORDER), word(2), word(1))), undefined);
  });

  it("8 knows a product of pairings that is one", () => {
    const g1 = (factor: bigint): Uint8Array => {
      const { x, y } = bn254.G1.Point.BASE.multiply(factor).toAffine();
      return concatBytes(word(x), word(y));
    };
    const g2 = (factor: bigint): Uint8Array => {
      const { x, y } = bn254.G2.Point.BASE.multiply(factor).toAffine();
      return concatBytes(word(x.c1), word(x.c0), word(y.c1), word(y.c0));
    };
    const order = bn254.fields.Fr.ORDER;
    assert.equal(hex(bn254Pairing.run(concatBytes(g1(2n), g2(3n), g1(order - 6n), g2(1n)))), hex(word(1)));
    assert.equal(hex(bn254Pairing.run(concatBytes(g1(2n), g2(3n), g1(order - 5n), g2(1n)))), hex(word(0)));
    assert.equal(hex(bn254Pairing.run(new Uint8Array(0))), hex(word(1)));
    assert.equal(bn254Pairing.run(new Uint8Array(191)), undefined);
  });

  it("9 is the compression of BLAKE2b", () => {
    // BLAKE2b of a short text is one compression of the start values, the first one mixed with length and fan-out.
    const start = hexToBytes(
      "48c9bdf267e6096a3ba7ca8485ae67bb2bf894fe72f36e3cf1361d5f3af54fa5d182e6ad7f520e511f6c3e2b8c68059b6bbd41fbabd9831f79217e1319cde05b",
    );
    const message = new Uint8Array(128);
    message.set(utf8ToBytes("abc"));
    const length = Uint8Array.of(3, ...new Uint8Array(15));
    const input = concatBytes(
      Uint8Array.of(0, 0, 0, 12),
      start ?? new Uint8Array(0),
      message,
      length,
      Uint8Array.of(1),
    );
    assert.equal(hex(blake2Compression.run(input)), bytesToHex(blake2b(utf8ToBytes("abc"))));
    assert.equal(blake2Compression.gas(input), 12);
    assert.equal(blake2Compression.run(input.subarray(1)), undefined);
    input[212] = 2;
    assert.equal(blake2Compression.run(input), undefined);
  });

  it("10 on Ethereum takes the proof of a constant polynomial and no other value", () => {
    const commitment = bls12_381.G1.Point.BASE.multiply(7n).toBytes(true);
    const versioned = hashBytes("SHA256", commitment).slice();
    versioned[0] = 1;
    const infinity = new Uint8Array(48);
    infinity[0] = 0xc0;
    const input = (y: number): Uint8Array => concatBytes(versioned, word(12_345), word(y), commitment, infinity);
    assert.equal(
      hex(pointEvaluation.run(input(7))),
      bytesToHex(concatBytes(word(4096), word(bls12_381.fields.Fr.ORDER))),
    );
    assert.equal(pointEvaluation.run(input(8)), undefined);
    assert.equal(pointEvaluation.run(input(7).fill(2, 0, 1)), undefined);
  });
});
