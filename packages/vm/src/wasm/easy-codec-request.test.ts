import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { decodeEasyCodec, encodeEasyCodec, encodeEasyCodecParameters } from "@yanta/protocol";
import fc from "fast-check";
import { parametersToItems } from "./bytes-items.ts";
import { EasyCodecRequest } from "./easy-codec-request.ts";

const item = fc.oneof(
  fc.record({
    key: fc.string({ maxLength: 20 }),
    keyType: fc.constantFrom("user" as const, "system" as const),
    type: fc.constant("int32" as const),
    value: fc.integer(),
  }),
  fc.record({
    key: fc.string({ maxLength: 20 }),
    keyType: fc.constantFrom("user" as const, "system" as const),
    type: fc.constant("string" as const),
    value: fc.string({ maxLength: 80, unit: "grapheme" }),
  }),
  fc.record({
    key: fc.string({ maxLength: 20 }),
    keyType: fc.constantFrom("user" as const, "system" as const),
    type: fc.constant("bytes" as const),
    value: fc.uint8Array({ maxLength: 80 }),
  }),
);
const cmecHeader = Uint8Array.from([...utf8ToBytes("cmecv1.0"), 255, 255, 255, 255, 255, 255, 255, 255]);

/** What protocol's decoder says about the keys, in terms of the reader. */
function assertSameReading(bytes: Uint8Array): void {
  const request = new EasyCodecRequest(bytes);
  const items = decodeEasyCodec(bytes, 0) ?? [];
  assert.equal(request.count, items.length);
  for (const [i, { key, keyType }] of items.entries()) {
    const first = items.find((other) => other.key === key && other.keyType === keyType);
    if (!/^[\x00-\x7f]*$/.test(key)) continue;
    if (keyType === "user") {
      assert.equal(request.getString(key), first?.type === "string" ? first.value : undefined);
      assert.equal(request.getInt32(key), first?.type === "int32" ? first.value : undefined);
      assert.deepEqual(request.getBytes(key), first?.type === "bytes" ? first.value : undefined);
    } else {
      assert.equal(request.getSystemString(key), first?.type === "string" ? first.value : undefined);
      assert.equal(request.hasSystemInt32(key), first?.type === "int32");
    }
    const here = items[i];
    assert.equal(request.getStringAt(i), here?.type === "string" ? here.value : undefined);
  }
}

describe("EasyCodec as contracts write it", () => {
  it("reads the same as protocol's decoder, with and without header", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), fc.boolean(), (items, hasHeader) => {
        const bytes = encodeEasyCodec(items);
        assertSameReading(hasHeader ? Uint8Array.from([...cmecHeader, ...bytes]) : bytes);
      }),
    );
  });

  it("reads the same from damaged bytes", () => {
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 6 }),
        fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 4 }),
        fc.nat(300),
        (items, changes, length) => {
          const bytes = encodeEasyCodec(items).slice(0, Math.max(length, 21));
          for (const [position, value] of changes) if (position < bytes.length) bytes[position] = value;
          assertSameReading(bytes);
        },
      ),
    );
  });

  it("reads the vectors", () => {
    const file = JSON.parse(
      readFileSync(new URL("../../../../third_party/chainmaker-vectors/easycodec.json", import.meta.url), "utf8"),
    ) as { cases: { bytes: string }[] };
    for (const { bytes } of file.cases) assertSameReading(hexToBytes(bytes) ?? new Uint8Array(0));
  });
});

describe("parameters of a call", () => {
  it("are written as protocol writes them, with the context pointer", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 15, unit: "grapheme" }), fc.uint8Array({ maxLength: 40 })),
        (values) => {
          const parameters = new Map(Object.entries(values));
          const pointer = utf8ToBytes("1");
          const written = parametersToItems(parameters, pointer);
          const bytes = new Uint8Array(written.length);
          written.writeTo(bytes);
          assert.deepEqual(
            bytes,
            encodeEasyCodecParameters(new Map<string, Uint8Array>(parameters).set("__context_ptr__", pointer)),
          );
        },
      ),
    );
  });

  it("may have keys that EasyCodec readers refuse", () => {
    const written = parametersToItems(new Map([["k".repeat(1024), utf8ToBytes("v")]]), utf8ToBytes("1"));
    assert.equal(written.length, 4 + 16 + 1024 + 1 + 16 + 15 + 1);
  });
});
