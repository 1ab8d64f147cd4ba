import assert from "node:assert/strict";
import { test } from "node:test";
import { readerLanguage } from "./launcher-error.mjs";

test("the language is --lang, else the first locale that is set", () => {
  assert.equal(readerLanguage(["--lang", "zh"], { LANG: "en_US.UTF-8" }), "zh");
  assert.equal(readerLanguage(["--lang=en"], { LANG: "zh_CN.UTF-8" }), "en");
  assert.equal(readerLanguage([], { LC_ALL: "", LC_MESSAGES: "zh_CN", LANG: "en_US" }), "zh");
  assert.equal(readerLanguage([], { LC_ALL: "C", LANG: "zh_CN.UTF-8" }), "en");
  assert.equal(readerLanguage([], {}), "en");
});
