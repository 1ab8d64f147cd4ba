import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bytesToHex } from "@yanta/bytes";
import fc from "fast-check";
import { addWords, multiplyWords, subtractWords } from "./arithmetic.ts";
import {
  andWords,
  byteOfWord,
  notWord,
  orWords,
  shiftLeft,
  shiftRight,
  shiftRightSigned,
  signExtend,
  xorWords,
} from "./bits.ts";
import { areEqualWords, isLessSignedWord, isLessWord, isZeroWord } from "./comparison.ts";
import {
  readBigInt,
  wordToAddress,
  wordToBytes,
  wordToMinimalBytes,
  wordToMinimalHex,
  wordToNumber,
  writeAddress,
  writeBigInt,
  writeBytes,
  writeNumber,
} from "./convert.ts";
import {
  addModulo,
  divideSignedWords,
  divideWords,
  multiplyModulo,
  raiseWords,
  remainderSignedWords,
  remainderWords,
  significantBytes,
} from "./division.ts";
import { copyWord, swapWords, writePushed } from "./move.ts";
import { WordStack } from "./word-stack.ts";

/** Words of all sizes, the corners among them. */
const word = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  fc.integer({ min: 0, max: 255 }).map((bits) => 2n ** BigInt(bits)),
  fc.integer({ min: 1, max: 256 }).map((bits) => 2n ** BigInt(bits) - 1n),
  fc.bigInt({ min: 0n, max: 300n }),
  fc.bigInt({ min: 0n, max: 2n ** 54n }),
);
const signed = (value: bigint): bigint => BigInt.asIntN(256, value);
const unsigned = (value: bigint): bigint => BigInt.asUintN(256, value);

type Operation = (stack: WordStack, top: number) => void;

/** The result of an operation on words, the first on top; nothing else of the stack may change above it. */
function apply(operation: Operation, ...words: readonly bigint[]): bigint {
  const stack = new WordStack();
  stack.limbs.fill(0xabad1dea);
  const top = 8 * words.length;
  for (const [i, value] of words.entries()) writeBigInt(stack, top - 8 * i, value);
  operation(stack, top);
  assert.equal(stack.limbs[7], 0xabad1dea, "the word below the operands");
  return readBigInt(stack, 8);
}

const onLimbs =
  (operation: (limbs: Uint32Array, top: number) => void): Operation =>
  ({ limbs }, top) =>
    operation(limbs, top);

const binary: readonly (readonly [string, Operation, (a: bigint, b: bigint) => bigint])[] = [
  ["add", onLimbs(addWords), (a, b) => a + b],
  ["multiply", onLimbs(multiplyWords), (a, b) => a * b],
  ["subtract", onLimbs(subtractWords), (a, b) => a - b],
  ["divide", divideWords, (a, b) => (b === 0n ? 0n : a / b)],
  ["divide signed", divideSignedWords, (a, b) => (b === 0n ? 0n : signed(a) / signed(b))],
  ["remainder", remainderWords, (a, b) => (b === 0n ? 0n : a % b)],
  ["remainder signed", remainderSignedWords, (a, b) => (b === 0n ? 0n : signed(a) % signed(b))],
  ["and", onLimbs(andWords), (a, b) => a & b],
  ["or", onLimbs(orWords), (a, b) => a | b],
  ["xor", onLimbs(xorWords), (a, b) => a ^ b],
  ["shift left", onLimbs(shiftLeft), (a, b) => (a > 255n ? 0n : b << a)],
  ["shift right", onLimbs(shiftRight), (a, b) => (a > 255n ? 0n : b >> a)],
  ["shift right signed", onLimbs(shiftRightSigned), (a, b) => signed(b) >> (a > 255n ? 256n : a)],
  ["byte", onLimbs(byteOfWord), (a, b) => (a > 31n ? 0n : (b >> (8n * (31n - a))) & 0xffn)],
  ["sign extend", onLimbs(signExtend), (a, b) => (a > 30n ? b : BigInt.asIntN(Number(8n * (a + 1n)), b))],
];

describe("operations on words", () => {
  for (const [name, operation, expected] of binary) {
    it(`${name} as BigInt does`, () => {
      fc.assert(
        fc.property(word, word, (a, b) => assert.equal(apply(operation, a, b), unsigned(expected(a, b)))),
        { numRuns: 300 },
      );
      const small = fc.bigInt({ min: 0n, max: 260n });
      fc.assert(
        fc.property(small, word, (a, b) => assert.equal(apply(operation, a, b), unsigned(expected(a, b)))),
        { numRuns: 300 },
      );
    });
  }

  it("not, addmod, mulmod and exp as BigInt does", () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        assert.equal(apply(onLimbs(notWord), a), unsigned(~a));
        assert.equal(apply(addModulo, a, b, c), c === 0n ? 0n : (a + b) % c);
        assert.equal(apply(multiplyModulo, a, b, c), c === 0n ? 0n : (a * b) % c);
        let power = 1n;
        for (let i = 255n; i >= 0n; i--) power = unsigned(power * power * ((b >> i) % 2n === 1n ? a : 1n));
        assert.equal(apply(raiseWords, a, b), power);
      }),
    );
  });

  it("compare", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const stack = new WordStack();
        writeBigInt(stack, 0, a);
        writeBigInt(stack, 8, b);
        const { limbs } = stack;
        assert.equal(isLessWord(limbs, 0, 8), a < b);
        assert.equal(isLessSignedWord(limbs, 0, 8), signed(a) < signed(b));
        assert.equal(areEqualWords(limbs, 0, 8), a === b);
        assert.equal(isZeroWord(limbs, 0), a === 0n);
      }),
    );
  });

  it("convert", () => {
    fc.assert(
      fc.property(word, word, (value, other) => {
        const stack = new WordStack();
        const { limbs } = stack;
        writeBigInt(stack, 8, value);
        const hex = value.toString(16).padStart(64, "0");
        const minimal = hex.replace(/^(00)+/, "");
        assert.equal(wordToNumber(limbs, 8), value < 2n ** 53n ? Number(value) : Infinity);
        assert.equal(wordToAddress(limbs, 8), hex.slice(24));
        assert.equal(wordToMinimalHex(limbs, 8), minimal);
        assert.equal(bytesToHex(wordToMinimalBytes(limbs, 8)), minimal);
        assert.equal(bytesToHex(wordToBytes(limbs, 8)), hex);
        assert.equal(significantBytes(limbs, 8), minimal.length / 2);
        writeBigInt(stack, 16, other);
        writeBytes(limbs, 16, wordToMinimalBytes(limbs, 8));
        assert.equal(readBigInt(stack, 16), value);
        writeBigInt(stack, 16, other);
        writePushed(limbs, 16, wordToBytes(limbs, 8), 0, 32);
        assert.equal(readBigInt(stack, 16), value);
        writeAddress(limbs, 16, hex.slice(24));
        assert.equal(readBigInt(stack, 16), BigInt.asUintN(160, value));
        copyWord(limbs, 16, 8);
        swapWords(limbs, 8, 0);
        assert.deepEqual([readBigInt(stack, 0), readBigInt(stack, 8), readBigInt(stack, 16)], [value, 0n, value]);
        if (value < 2n ** 53n) writeNumber(limbs, 8, Number(value));
        assert.equal(readBigInt(stack, 8), value < 2n ** 53n ? value : 0n);
      }),
    );
  });

  it("read bytes past the end as zeros, and any number of pushed ones", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 70 }),
        fc.nat(80),
        fc.integer({ min: 1, max: 32 }),
        (bytes, start, length) => {
          const stack = new WordStack();
          const padded = new Uint8Array(150);
          padded.set(bytes);
          const expected = BigInt(`0x${bytesToHex(padded.subarray(start, start + length))}`);
          writeBytes(stack.limbs, 8, bytes, start, length);
          assert.equal(readBigInt(stack, 8), expected);
          writePushed(stack.limbs, 8, padded, start, length);
          assert.equal(readBigInt(stack, 8), expected);
        },
      ),
    );
  });
});
