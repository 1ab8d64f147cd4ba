import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, encodeVarint } from "@yanta/bytes";
import fc from "fast-check";
import { frameBytesMax } from "../limits.ts";
import { FrameReader } from "./frame-reader.ts";

const frame = (message: Uint8Array): Uint8Array => concatBytes(encodeVarint(message.length), message);

test("messages come out whole, however the stream is cut", () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 });
  const cuts = fc.array(fc.nat(300), { maxLength: 30 });
  fc.assert(
    fc.property(messages, cuts, (sent, sizes) => {
      const stream = concatBytes(...sent.map(frame));
      const reader = new FrameReader();
      const received: Uint8Array[] = [];
      let at = 0;
      for (const size of [...sizes, stream.length]) {
        received.push(...(reader.push(stream.subarray(at, at + size)) ?? []));
        at += size;
      }
      assert.deepEqual(
        received.map((each) => [...each]),
        sent.map((each) => [...each]),
      );
    }),
  );
});

test("a length that is too large or has no end closes the stream", () => {
  assert.equal(new FrameReader().push(encodeVarint(frameBytesMax + 1)), undefined);
  assert.equal(new FrameReader().push(new Uint8Array(6).fill(0x80)), undefined);
  const reader = new FrameReader();
  assert.deepEqual(reader.push(encodeVarint(frameBytesMax)), []);
});
