import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseLesson } from "./lesson-text.ts";

const front = "title: 题目\nobjectives:\n  - 一\n  - 二\nminutes: 10\n";
const body = "账".repeat(800);
const lesson = (head = front, text = body): string => `---\n${head}---\n\n${text}\n`;

function faultOf(source: string, language: "zh" | "en" = "zh"): string {
  const parsed = parseLesson(source, language);
  return parsed.kind === "fault" ? parsed.reason : "";
}

describe("a lesson's text", () => {
  it("is read with its front matter and what it quotes", () => {
    const parsed = parseLesson(
      lesson(front, `${body}\n\n\`\`\`console transcript.txt\n> tip\n\`\`\`\n\n\`\`\`text\nfree\n\`\`\``),
      "zh",
    );
    assert.equal(parsed.kind, "lesson");
    assert.ok(parsed.kind === "lesson");
    assert.deepEqual(parsed.quotes, [{ file: "transcript.txt", text: "> tip" }]);
    assert.deepEqual([parsed.text.title, parsed.text.minutes, parsed.text.requires], ["题目", 10, []]);
    assert.equal(parseLesson(lesson().replaceAll("\n", "\r\n"), "zh").kind, "lesson");
  });

  it("is refused without front matter, with unknown or wrong fields, and with YAML's tricks", () => {
    assert.match(faultOf(body), /front matter/);
    assert.match(faultOf(lesson("title: x\n")), /objectives/);
    assert.match(faultOf(lesson(`${front}extra: 1\n`)), /extra/);
    assert.match(faultOf(lesson(`${front}minutes: 20\n`)), /file/);
    assert.match(faultOf(lesson(front.replace("minutes: 10", "minutes: 1000"))), /minutes/);
    assert.match(faultOf(lesson(front.replace("题目", "&a x\nother: *a"))), /file|other/);
    assert.match(faultOf(lesson(front.replace("题目", "!!js/function x"))), /file|title/);
    assert.match(faultOf(lesson(front.replace("题目", '"a\\u202eb"'))), /control/);
    assert.match(faultOf(lesson(front.replace("题目", "a‮b"))), /direction/);
    assert.match(faultOf(lesson(`__proto__: 1\n${front}`)), /__proto__|file/);
    assert.match(faultOf(lesson(`${front}requires: [../../x]\n`)), /requires/);
  });

  it("is refused when it is too short; code, headings' marks and the other language do not count", () => {
    assert.match(faultOf(lesson(front, "账".repeat(799))), /799 characters/);
    assert.match(faultOf(lesson(front, `\`\`\`\n${body}\n\`\`\``)), /0 characters/);
    assert.equal(faultOf(lesson(front, "word ".repeat(800)), "en"), "");
    assert.match(faultOf(lesson(front, "word ".repeat(799)), "en"), /799 words/);
  });

  it("is refused with HTML in it", () => {
    assert.match(faultOf(lesson(front, `${body}\n\n<script>x</script>`)), /line \d+: HTML/);
  });
});
