import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, utf8ToBytes } from "@yanta/bytes";
import fc from "fast-check";
import {
  decodeEasyCodec,
  type EasyCodecItem,
  easyCodecToParameters,
  encodeEasyCodec,
  encodeEasyCodecParameters,
} from "./easy-codec.ts";

const old = 2030400;
const strict = 2030500;
const oneItem: EasyCodecItem[] = [{ key: "key", keyType: "user", type: "string", value: "value" }];

const item: fc.Arbitrary<EasyCodecItem> = fc
  .record({
    key: fc.string({ maxLength: 20, unit: "grapheme-ascii" }),
    keyType: fc.constantFrom("system" as const, "user" as const),
  })
  .chain((base) =>
    fc.oneof(
      fc
        .integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
        .map((value): EasyCodecItem => ({ ...base, type: "int32", value })),
      fc.string().map((value): EasyCodecItem => ({ ...base, type: "string", value })),
      fc.uint8Array({ maxLength: 50 }).map((value): EasyCodecItem => ({ ...base, type: "bytes", value })),
    ),
  );

test("what is written is read again, with and without header", () => {
  const header = concatBytes(utf8ToBytes("cmecv1.0"), new Uint8Array(8).fill(0xff));
  fc.assert(
    fc.property(fc.array(item, { minLength: 2, maxLength: 128 }), (items) => {
      const bytes = encodeEasyCodec(items);
      assert.deepEqual(decodeEasyCodec(bytes, strict), items);
      assert.deepEqual(decodeEasyCodec(concatBytes(header, bytes), strict), items);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("an empty map is four zero bytes, and any input up to 20 bytes holds nothing", () => {
  assert.deepEqual(encodeEasyCodecParameters(new Map()), new Uint8Array(4));
  assert.deepEqual(decodeEasyCodec(new Uint8Array(4), strict), []);
  assert.deepEqual(decodeEasyCodec(new Uint8Array(20).fill(0xff), strict), []);
});

test("parameters are sorted by the bytes of their keys", () => {
  // UTF-16 order would put the astral character before the private-use one.
  const parameters = new Map([
    ["\u{10000}", Uint8Array.of(1)],
    ["\uE000", Uint8Array.of(2)],
    ["b", Uint8Array.of(3)],
    ["a", Uint8Array.of(4)],
  ]);
  const items = decodeEasyCodec(encodeEasyCodecParameters(parameters), strict);
  assert.deepEqual(
    items?.map((each) => each.key),
    ["a", "b", "\uE000", "\u{10000}"],
  );
  assert.deepEqual(easyCodecToParameters(items ?? []), parameters);
});

test("malformed input is an error from 2030500 on and a shorter list before", () => {
  const bytes = encodeEasyCodec([...oneItem, ...oneItem]);
  const cut = bytes.subarray(0, bytes.length - 1);
  assert.deepEqual(decodeEasyCodec(cut, old), oneItem);
  assert.equal(decodeEasyCodec(cut, strict), undefined);
  const many = encodeEasyCodec(Array.from({ length: 129 }, () => oneItem).flat());
  assert.deepEqual(decodeEasyCodec(many, old), []);
  assert.equal(decodeEasyCodec(many, strict), undefined);
  const longKey = encodeEasyCodec([...oneItem, { key: "k".repeat(65), type: "int32", value: 1 }]);
  assert.deepEqual(decodeEasyCodec(longKey, old), oneItem);
  assert.equal(decodeEasyCodec(longKey, strict), undefined);
});

test("random bytes never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      decodeEasyCodec(bytes, strict);
      assert.ok(decodeEasyCodec(bytes, old));
    }),
    { seed: 2, numRuns: 500 },
  );
});
