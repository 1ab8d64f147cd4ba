import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "./program.ts";
import { wrongUsage } from "./wrong-usage.ts";

/** Runs a wrong call; what it writes to standard error. */
async function refused(...argv: readonly string[]): Promise<string> {
  let err = "";
  const streams = {
    out: { write: (text: string) => assert.fail(`standard output: ${text}`) },
    err: { write: (text: string) => (err += text) },
  };
  assert.equal(await runCli(argv, streams, new AbortController().signal), 2, argv.join(" "));
  return err;
}

const calls: readonly { readonly argv: readonly string[]; readonly en: string; readonly zh: string }[] = [
  { argv: ["tx", "get"], en: "txId: is needed", zh: "参数 txId：必填" },
  { argv: ["start"], en: "--config <file>: is needed", zh: "参数 --config <file>：必填" },
  { argv: ["block", "list", "--limit"], en: "--limit <n>: takes a value", zh: "参数 --limit <n>：需要一个值" },
  {
    argv: ["block", "list", "--limt", "1"],
    en: "--limt: is no option of this command; did you mean --limit?",
    zh: "参数 --limt：不是该命令的选项；是否想用 --limit？",
  },
  { argv: ["frobnicate"], en: "frobnicate: is no command", zh: "参数 frobnicate：不是命令" },
  {
    argv: ["tx", "gt", "x"],
    en: "gt: is no command; did you mean get?",
    zh: "参数 gt：不是命令；是否想用 get？",
  },
  {
    argv: ["contract", "test", "--coverage", "--gas"],
    en: "--gas: cannot be used with --coverage",
    zh: "参数 --gas：不能与 --coverage 同时使用",
  },
  {
    argv: ["version", "a", "b"],
    en: "a, b: more arguments than this command takes",
    zh: "参数 a, b：参数多于该命令所需",
  },
];

for (const { argv, en, zh } of calls) {
  test(`yanta ${argv.join(" ")}: the fault in both languages, then the command's help`, async () => {
    const english = await refused("--lang", "en", ...argv);
    assert.ok(english.startsWith(`CLI_ARGUMENT: ${en}\n→ `), english);
    assert.match(english, /\nUsage: yanta/);
    const chinese = await refused("--lang", "zh", ...argv);
    assert.ok(chinese.startsWith(`CLI_ARGUMENT: ${zh}\n→ `), chinese);
    assert.doesNotMatch(chinese.split("\n")[0] ?? "", /error|missing|unknown/);
  });
}

test("with --json the fault alone, as one document", async () => {
  assert.deepEqual(JSON.parse(await refused("--lang", "zh", "--json", "tx", "get")), {
    error: {
      code: "CLI_ARGUMENT",
      message: "参数 txId：必填",
      advice: "请用 --help 查看该命令的用法。",
    },
  });
});

test("words of commander that nobody foresaw are passed on", () => {
  assert.equal(wrongUsage("error: something new\n").explain("en").message, "yanta: something new");
});
