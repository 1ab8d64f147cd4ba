import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { base64ToBytes, bytesToBase64 } from "./base64.ts";
import { binaryStringToBytes, bytesToBinaryString } from "./binary-string.ts";
import { bytesToHex, hexToBytes } from "./hex.ts";
import { utf8ToBytes } from "./utf8.ts";

/** Calls `[function name, argument]` in a thread that has no Buffer, as in a browser. */
async function callWithoutBuffer(calls: readonly (readonly [string, unknown])[]): Promise<readonly unknown[]> {
  const source = `
    import { parentPort, workerData } from "node:worker_threads";
    delete globalThis.Buffer;
    const bytes = await import(workerData.index);
    parentPort.postMessage(workerData.calls.map(([name, argument]) => bytes[name](argument)));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), {
    workerData: { index: new URL("./index.ts", import.meta.url).href, calls },
  });
  const [results] = (await once(worker, "message")) as [readonly unknown[]];
  return results;
}

test("all functions give the same without Buffer", async () => {
  const samples = [0, 1, 15, 16, 31, 32, 33, 64, 65, 300].map((length) =>
    Uint8Array.from({ length }, (_, i) => i * 37),
  );
  const texts = ["abc", "zz", "ABCDEF", "Zm9-", "Zg==", "雁塔".repeat(20), "a\ud800".repeat(20), "g0", "0g", "0\u0130"];
  const decoders = [hexToBytes, base64ToBytes, binaryStringToBytes, utf8ToBytes];
  const calls: (readonly [string, unknown])[] = [];
  const expected: unknown[] = [];
  for (const sample of samples) {
    for (const encode of [bytesToHex, bytesToBase64, bytesToBinaryString]) {
      const text = encode(sample);
      texts.push(text);
      calls.push([encode.name, sample]);
      expected.push(text);
    }
  }
  for (const text of texts) {
    for (const decode of decoders) {
      calls.push([decode.name, text]);
      expected.push(decode(text));
    }
  }
  assert.deepEqual(await callWithoutBuffer(calls), expected);
});
