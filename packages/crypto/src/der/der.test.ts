import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import fc from "fast-check";
import { DerReader, enterSingleElement, readSingleElement } from "./der-reader.ts";
import {
  civilToUnixSeconds,
  readBoolean,
  readInteger,
  readNamedBits,
  readOid,
  readSmallInteger,
  readTime,
  readUnsignedInteger,
} from "./der-values.ts";
import {
  encodeElement,
  encodeNamedBits,
  encodeOid,
  encodeSequence,
  encodeText,
  encodeTime,
  encodeUnsignedInteger,
} from "./der-writer.ts";

const malformed = { code: "CRYPTO_DER_MALFORMED" };

function hex(text: string): Uint8Array {
  return hexToBytes(text) ?? assert.fail("not hex");
}

describe("DerReader", () => {
  test("reads elements with short and long lengths", () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_536]) {
      const content = new Uint8Array(length).fill(5);
      assert.deepEqual(readSingleElement(encodeElement(4, content), 4).content, content);
    }
  });

  test("refuses what is not strict DER", () => {
    const bad: readonly (readonly [string, string])[] = [
      ["", "nothing"],
      ["30", "no length"],
      ["3001", "content missing"],
      ["3080", "indefinite length"],
      ["308101ff", "length not minimal"],
      ["3082000105", "length with leading zeros"],
      ["30850000000001ff", "length of five bytes"],
      ["1f8101", "long tag"],
      ["300000", "data after the element"],
    ];
    for (const [bytes, what] of bad) assert.throws(() => enterSingleElement(hex(bytes)), malformed, what);
  });
});

describe("values", () => {
  test("object identifiers in both directions, among them ChainMaker's node id with its two-byte first number", () => {
    const known: readonly (readonly [string, string])[] = [
      ["2.5.4.3", "0603550403"],
      ["1.2.840.10045.4.3.2", "06082a8648ce3d040302"],
      ["2.87.88.2020.11.30.2020.11.4", "060b8127588f640b1e8f640b04"],
      ["1.2.156.10197.1.301", "06082a811ccf5501822d"],
    ];
    for (const [dotted, encoded] of known) {
      assert.equal(bytesToHex(encodeOid(dotted)), encoded);
      assert.equal(readOid(new DerReader(hex(encoded))), dotted);
    }
    for (const bad of ["0600", "06018a", "0602800a", "0603550480"])
      assert.throws(() => readOid(new DerReader(hex(bad))), malformed);
  });

  test("integers must be minimal", () => {
    assert.deepEqual(readUnsignedInteger(new DerReader(hex("02020080"))), hex("80"));
    assert.deepEqual(readUnsignedInteger(new DerReader(hex("020100"))), new Uint8Array());
    assert.deepEqual(readInteger(new DerReader(hex("0201ff"))), hex("ff"));
    assert.equal(readSmallInteger(new DerReader(hex("02047fffffff"))), 0x7fff_ffff);
    for (const bad of ["0200", "02020001", "0202ff80"])
      assert.throws(() => readInteger(new DerReader(hex(bad))), malformed);
    assert.throws(() => readUnsignedInteger(new DerReader(hex("0201ff"))), malformed);
    assert.throws(() => readSmallInteger(new DerReader(hex("02050080000000"))), malformed);
  });

  test("an unsigned integer comes back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 300n }), (value) => {
        const text = value.toString(16);
        const bytes = hex(text.padStart(text.length + (text.length % 2), "0"));
        const read = bytesToHex(readUnsignedInteger(new DerReader(encodeUnsignedInteger(bytes))));
        assert.equal(read === "" ? 0n : BigInt(`0x${read}`), value);
      }),
      { seed: 4 },
    );
  });

  test("named bits drop trailing zeros and refuse set padding", () => {
    assert.equal(bytesToHex(encodeNamedBits([0, 1])), "030206c0");
    assert.equal(bytesToHex(encodeNamedBits([0, 8])), "0303078080");
    assert.equal(bytesToHex(encodeNamedBits([])), "030100");
    assert.deepEqual([...readNamedBits(new DerReader(hex("0303078080")))], [0, 8]);
    for (const bad of ["0300", "030108", "030101", "030207ff"])
      assert.throws(() => readNamedBits(new DerReader(hex(bad))), malformed);
  });

  test("booleans are 00 or FF", () => {
    assert.equal(readBoolean(new DerReader(hex("0101ff"))), true);
    assert.throws(() => readBoolean(new DerReader(hex("010101"))), malformed);
  });

  test("times in both forms come back, and only real dates are read", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 253_402_300_799n }), (seconds) => {
        assert.equal(readTime(new DerReader(encodeTime(seconds))), seconds);
      }),
      { seed: 5 },
    );
    assert.equal(civilToUnixSeconds(2000, 2, 29, 0), BigInt(Date.UTC(2000, 1, 29)) / 1000n);
    assert.equal(civilToUnixSeconds(1900, 2, 29, 0), undefined);
    for (const bad of [
      "211322000000Z",
      "210230000000Z",
      "210101240000Z",
      "210101000060Z",
      "2101010000Z",
      "210101000000+0800",
    ]) {
      assert.throws(() => readTime(new DerReader(encodeElement(0x17, utf8ToBytes(bad)))), malformed, bad);
    }
    assert.throws(() => encodeTime(-1n), { code: "CRYPTO_ISSUE_REFUSED" });
    assert.throws(() => encodeTime(2n ** 63n), { code: "CRYPTO_ISSUE_REFUSED" });
  });

  test("texts are printable where they can be", () => {
    assert.equal(encodeText("wx-org1.chainmaker.org")[0], 0x13);
    assert.equal(encodeText("组织")[0], 0x0c);
    assert.equal(encodeText("a_b")[0], 0x0c);
  });
});

test("arbitrary bytes give an element or a coded error, nothing else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      for (const read of [readOid, readTime, readNamedBits, readBoolean, readSmallInteger]) {
        try {
          read(new DerReader(encodeSequence(bytes)).enter());
        } catch (error) {
          assert(error instanceof CodedError);
        }
      }
    }),
    { seed: 6, numRuns: 500 },
  );
});
