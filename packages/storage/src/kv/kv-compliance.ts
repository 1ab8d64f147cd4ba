import assert from "node:assert/strict";
import { describe, it } from "node:test";

import fc from "fast-check";
import type { BinaryString } from "@yanta/bytes";

import type { Kv, KvChange } from "../interface.ts";
import { kvKeySizeBytesMax } from "../limits.ts";

/** Tests that every Kv passes. `open` gives a new, empty store each time. */
export function kvComplianceSuite(name: string, open: () => Promise<Kv>): void {
  const check = (title: string, body: (kv: Kv) => Promise<void> | void): void => {
    it(title, async () => {
      const kv = await open();
      try {
        await body(kv);
      } finally {
        await kv.close();
      }
    });
  };

  describe(`Kv: ${name}`, () => {
    check("an absent key is undefined; an empty value is not absent", (kv) => {
      assert.equal(kv.get("a"), undefined);
      kv.write([put("a", "")]);
      assert.deepEqual(bytesOf(kv.get("a")), []);
      assert.deepEqual(entries(kv.range({ start: "a", end: "b" })), [["a", ""]]);
    });

    check("a batch puts, replaces and deletes; the later of two changes of a key wins", (kv) => {
      kv.write([put("a", "1"), put("b", "2"), put("c", "3")]);
      kv.write([
        put("a", "4"),
        { key: "b" },
        { key: "absent" },
        { key: "c" },
        put("c", "5"),
        put("d", "6"),
        { key: "d" },
      ]);
      assert.deepEqual(entries(kv.range({ start: "\u0000", end: "\u00ff" })), [
        ["a", "4"],
        ["c", "5"],
      ]);
      kv.write([]);
    });

    check("a refused batch changes nothing", (kv) => {
      for (const key of ["", "x".repeat(kvKeySizeBytesMax + 1)]) {
        assert.throws(() => kv.write([put("a", "1"), put(key, "2")]), { code: "STORAGE_KEY_SIZE" });
      }
      assert.equal(kv.get("a"), undefined);
    });

    check("a key that is too long to be written is absent", (kv) => {
      for (const length of [kvKeySizeBytesMax + 1, 5000, 100_000]) assert.equal(kv.get("x".repeat(length)), undefined);
    });

    check("keys hold every byte, are ordered by bytes, and reach the limit of length", (kv) => {
      const keys = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
      const long = "\u0080".repeat(kvKeySizeBytesMax);
      kv.write([...keys, long, "a\u0000", "a\u0000\u0000", "aa"].map((key) => put(key, key.slice(0, 3))));
      const expected = [...keys, long, "a\u0000", "a\u0000\u0000", "aa"].toSorted(byBytes);
      assert.deepEqual(
        entries(kv.range({ start: "\u0000", end: "\u00ff\u0000" })).map(([key]) => key),
        expected,
      );
      assert.equal(textOf(kv.get(long)), "\u0080\u0080\u0080");
      assert.equal(textOf(kv.get("\u0000")), "\u0000");
    });

    check("ranges: inclusive start, exclusive end, reverse, limit, empty", (kv) => {
      kv.write(["a", "b", "c", "d"].map((key) => put(key, key)));
      const keys = (range: Parameters<Kv["range"]>[0]): string =>
        entries(kv.range(range))
          .map(([key]) => key)
          .join("");
      assert.equal(keys({ start: "b", end: "d" }), "bc");
      assert.equal(keys({ start: "b", end: "d", reverse: true }), "cb");
      assert.equal(keys({ start: "aa", end: "cc", reverse: true }), "cb");
      assert.equal(keys({ start: "a", end: "z", limit: 2 }), "ab");
      assert.equal(keys({ start: "a", end: "z", limit: 2, reverse: true }), "dc");
      assert.equal(keys({ start: "a", end: "z", limit: 0 }), "");
      assert.equal(keys({ start: "b", end: "b" }), "");
      assert.equal(keys({ start: "d", end: "a" }), "");
      assert.equal(keys({ start: "d", end: "a", reverse: true }), "");
      assert.equal(keys({ start: "x", end: "z" }), "");
      assert.equal(keys({ start: "x", end: "z", reverse: true }), "");
    });

    check("values of many sizes come back and stay as they were read", (kv) => {
      const sizes = [0, 1, 31, 32, 255, 4000, 4096, 5000, 70_000, 1_000_003];
      const backing = new Uint8Array(2_000_000).map((_, i) => (i * 7) % 251);
      kv.write(sizes.map((size) => ({ key: `v${size}`, value: backing.subarray(3, 3 + size) })));
      const read = sizes.map((size) => kv.get(`v${size}`));
      kv.write(sizes.map((size) => ({ key: `v${size}`, value: new Uint8Array(size).fill(9) })));
      read.forEach((value, i) => assert.deepEqual(bytesOf(value), [...backing.subarray(3, 3 + (sizes[i] ?? 0))]));
    });

    check("an iteration sees the store as it was when it started", (kv) => {
      const keys = Array.from({ length: 1000 }, (_, i) => `k${String(i).padStart(4, "0")}`);
      kv.write(keys.map((key) => put(key, "old")));
      const up = kv.range({ start: "k", end: "l" })[Symbol.iterator]();
      const down = kv.range({ start: "k", end: "l", reverse: true })[Symbol.iterator]();
      const seen = [up.next().value, up.next().value];
      const seenDown = [down.next().value];
      kv.write([
        ...keys.filter((_, i) => i % 3 === 0).map((key) => ({ key })),
        ...keys.filter((_, i) => i % 3 === 1).map((key) => put(key, "new")),
        put("k0000x", "new"),
      ]);
      for (let step = up.next(); step.done !== true; step = up.next()) seen.push(step.value);
      for (let step = down.next(); step.done !== true; step = down.next()) seenDown.push(step.value);
      assert.deepEqual(
        seen.map((entry) => [entry?.[0], textOf(entry?.[1])]),
        keys.map((key) => [key, "old"]),
      );
      assert.deepEqual(
        seenDown.map((entry) => entry?.[0]),
        keys.toReversed(),
      );
      assert.equal(entries(kv.range({ start: "k", end: "l" })).length, 667);
    });

    check("an abandoned iteration holds nothing up", (kv) => {
      kv.write(["a", "b", "c"].map((key) => put(key, key)));
      for (const _ of kv.range({ start: "a", end: "z" })) break;
      kv.write([put("d", "d")]);
      assert.equal(entries(kv.range({ start: "a", end: "z" })).length, 4);
    });

    check("behaves as a sorted map does", async (kv) => {
      const key = fc
        .array(fc.constantFrom("\u0000", "a", "b", "\u00ff"), { minLength: 1, maxLength: 5 })
        .map((parts) => parts.join(""));
      const change = fc.record({
        key,
        value: fc.option(fc.string({ maxLength: 3, unit: "binary-ascii" }), { nil: undefined }),
      });
      const model = new Map<BinaryString, string>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(change, { maxLength: 40 }),
          key,
          key,
          fc.boolean(),
          fc.option(fc.nat(20), { nil: undefined }),
          async (changes, start, end, reverse, limit) => {
            kv.write(changes.map((item) => (item.value === undefined ? { key: item.key } : put(item.key, item.value))));
            for (const item of changes) {
              if (item.value === undefined) model.delete(item.key);
              else model.set(item.key, item.value);
            }
            const inRange = [...model]
              .filter(([candidate]) => candidate >= start && candidate < end)
              .toSorted(([a], [b]) => byBytes(a, b));
            const expected = (reverse ? inRange.toReversed() : inRange).slice(0, limit);
            assert.deepEqual(
              entries(kv.range(limit === undefined ? { start, end, reverse } : { start, end, reverse, limit })),
              expected,
            );
            assert.equal(textOf(kv.get(start)), model.get(start));
          },
        ),
        { numRuns: 300 },
      );
    });

    it("a closed store refuses use and may be closed again", async () => {
      const kv = await open();
      await kv.flush();
      await kv.close();
      await kv.close();
      assert.throws(() => kv.get("a"), { code: "STORAGE_CLOSED" });
      assert.throws(() => kv.write([put("a", "b")]), { code: "STORAGE_CLOSED" });
      assert.throws(() => [...kv.range({ start: "a", end: "b" })], { code: "STORAGE_CLOSED" });
    });
  });
}

function put(key: BinaryString, value: string): KvChange {
  return { key, value: Uint8Array.from(value, (character) => character.charCodeAt(0)) };
}

function textOf(value: Uint8Array | undefined): string | undefined {
  return value === undefined ? undefined : String.fromCharCode(...value);
}

function bytesOf(value: Uint8Array | undefined): number[] | undefined {
  return value === undefined ? undefined : [...value];
}

function entries(range: Iterable<readonly [BinaryString, Uint8Array]>): [BinaryString, string | undefined][] {
  return [...range].map(([key, value]) => [key, textOf(value)]);
}

function byBytes(a: BinaryString, b: BinaryString): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
