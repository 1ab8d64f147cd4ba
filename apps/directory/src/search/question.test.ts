import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readQuestion } from "./question.ts";
import { wordsOf } from "./split-words.ts";

describe("words of a text", () => {
  it("are pairs of Chinese characters and the last alone, small-letter words of others", () => {
    assert.deepEqual(wordsOf("营业执照 Licences（2020年）"), ["营业", "业执", "执照", "照", "licence", "2020", "年"]);
    assert.deepEqual(wordsOf("ＡＢＣ　㈱"), ["abc", "株"]);
    assert.deepEqual(wordsOf(""), []);
  });
});

describe("a question", () => {
  it("keeps known words whole, with others of the same meaning", () => {
    const { words, synonyms, all } = readQuestion("企业营业执照");
    assert.deepEqual(words, ["企业", "营业执照"]);
    assert.ok(synonyms.includes("公司") && synonyms.includes("工商执照"));
    assert.match(all, /'营业' & '业执' & '执照'/);
  });

  it("looks for a single character at the beginning of pairs, which the last of a run is, too", () => {
    assert.equal(readQuestion("粮").all, "('粮':*)");
  });

  it("knows English words as words, in the plural too, and several together", () => {
    assert.deepEqual(readQuestion("bank cards of companys").words, ["bank", "card", "company"]);
    assert.deepEqual(readQuestion("Business Licences, 2020").words, ["business licence", "2020"]);
  });

  it("leaves out words that say nothing, unless there is no other", () => {
    assert.deepEqual(readQuestion("企业的信用").words, ["企业", "信用"]);
    assert.deepEqual(readQuestion("的").words, ["的"]);
  });

  it("is no statement of its own", () => {
    assert.equal(readQuestion("' | !!").all, "");
    assert.equal(readQuestion("a'b").all, "(('a' & 'b'))");
    assert.ok(readQuestion("词 ".repeat(50)).words.length <= 12);
  });
});
