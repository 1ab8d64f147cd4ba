import assert from "node:assert/strict";
import { test } from "node:test";
import { splitByWords } from "./split-by-words.ts";

const marked = (text: string, words: readonly string[]): string =>
  splitByWords(text, words)
    .map((piece) => (piece.isWord ? `[${piece.text}]` : piece.text))
    .join("");

test("words are found whatever their case, the longest first, nothing else changes", () => {
  assert.equal(marked("企业法人营业执照信息", ["执照", "营业执照"]), "企业法人[营业执照]信息");
  assert.equal(marked("Tax and TAX", ["tax"]), "[Tax] and [TAX]");
  assert.equal(marked("a.c abc", ["a.c"]), "[a.c] abc");
  assert.equal(marked("nothing", ["", "x"]), "nothing");
  assert.equal(marked("", ["x"]), "");
});
