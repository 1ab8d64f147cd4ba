import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cliErrors } from "./errors.ts";
import { createOutput } from "./output.ts";

function outputOf(json: boolean, language: "en" | "zh" = "en") {
  const written = { out: "", err: "" };
  const streams = {
    out: { write: (text: string) => (written.out += text) },
    err: { write: (text: string) => (written.err += text) },
  };
  return { written, output: createOutput({ language, json, streams }) };
}

test("JSON has 64-bit numbers as decimal text and any bytes as hex, however deep", () => {
  const { written, output } = outputOf(true);
  const bytes = Uint8Array.of(0, 171, 255);
  const value = {
    height: 2n ** 63n,
    result: bytes,
    buffer: Buffer.from(bytes),
    list: [bytes, { inner: Buffer.from(bytes) }],
    absent: undefined,
    when: new Date(0),
  };
  output.result(value, () => assert.fail("nothing is rendered"));
  assert.deepEqual(JSON.parse(written.out), {
    height: "9223372036854775808",
    result: "00abff",
    buffer: "00abff",
    list: ["00abff", { inner: "00abff" }],
    when: "1970-01-01T00:00:00.000Z",
  });
  output.item(1n, () => "");
  assert.match(written.out, /\n"1"\n$/);
  assert.equal(written.err, "");
});

test("without --json the rendered text is written, one line each", () => {
  const { written, output } = outputOf(false);
  output.result({}, () => "a");
  output.item({}, () => "b");
  assert.equal(written.out, "a\nb\n");
});

test("a failure goes to standard error with its code and advice in the reader's language", () => {
  const error = cliErrors.create("CLI_NO_SDK_CONFIG", { path: "/x" });
  const english = outputOf(false);
  english.output.failure(error);
  assert.match(english.written.err, /^CLI_NO_SDK_CONFIG: .*\/x\n→ .+\n$/);
  const chinese = outputOf(true, "zh");
  chinese.output.failure(error);
  assert.deepEqual(JSON.parse(chinese.written.err), { error: { code: error.code, ...error.explain("zh") } });
  assert.equal(chinese.written.out, "");
});

test("a file that cannot be read is named, with advice", () => {
  for (const language of ["en", "zh"] as const) {
    const { written, output } = outputOf(false, language);
    try {
      readFileSync("/nowhere/chain.backup");
    } catch (error) {
      output.failure(error);
    }
    assert.match(written.err, /^CLI_FILE: \/nowhere\/chain\.backup[:：] ?ENOENT: .*\n→ .+\n$/);
  }
});

test("what nobody foresaw has a code too", () => {
  for (const error of [new Error("odd"), "odd"]) {
    const { written, output } = outputOf(true);
    output.failure(error);
    assert.deepEqual(JSON.parse(written.err), { error: { code: "CLI_UNEXPECTED", message: "odd", advice: "" } });
  }
});

test("progress is said every second until it ends", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { written, output } = outputOf(false, "zh");
  const progress = output.progress({ en: "working", zh: "正在处理" });
  t.mock.timers.tick(999);
  assert.equal(written.err, "");
  progress.at(7n);
  t.mock.timers.tick(1);
  progress.end();
  t.mock.timers.tick(5000);
  assert.equal(written.err, "正在处理 7 …\n");
});
