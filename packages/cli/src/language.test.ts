import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage, languageFlag } from "./language.ts";

test("the flag goes over the locale, whose variables count in their order", () => {
  assert.equal(chooseLanguage("zh", { LANG: "en_US.UTF-8" }), "zh");
  assert.equal(chooseLanguage("en", { LC_ALL: "zh_CN.UTF-8" }), "en");
  assert.equal(chooseLanguage(undefined, { LC_ALL: "C", LANG: "zh_CN.UTF-8" }), "en");
  assert.equal(chooseLanguage(undefined, { LC_MESSAGES: "zh_TW", LANG: "en_US" }), "zh");
  assert.equal(chooseLanguage(undefined, { LANG: "ZH_CN.UTF-8" }), "zh");
  assert.equal(chooseLanguage(undefined, {}), "en");
  assert.equal(chooseLanguage("fr", { LANG: "zh_CN" }), "en");
});

test("an empty variable counts as none", () => {
  assert.equal(chooseLanguage(undefined, { LC_ALL: "", LC_MESSAGES: "", LANG: "zh_CN.UTF-8" }), "zh");
});

test("the flag is found in both forms, anywhere", () => {
  assert.equal(languageFlag(["status", "--lang", "zh"]), "zh");
  assert.equal(languageFlag(["--lang=en", "status"]), "en");
  assert.equal(languageFlag(["--lang"]), undefined);
  assert.equal(languageFlag(["--language", "zh"]), undefined);
});
