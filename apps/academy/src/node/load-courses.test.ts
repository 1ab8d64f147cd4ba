import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { coursesFolder } from "./courses-folder.ts";
import { loadCourses } from "./load-courses.ts";

const model = "user/01-what-a-ledger-is";

/** A folder of courses with a copy of the model lesson, in which `change` spoils something. */
function faultsAfter(t: TestContext, change: (lesson: string, folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "academy-courses-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const lesson = join(folder, model);
  cpSync(join(coursesFolder, model), lesson, { recursive: true });
  change(lesson, folder);
  return loadCourses(folder)
    .faults.map(({ file, reason }) => `${file}: ${reason}`)
    .join("\n");
}

describe("courses", () => {
  it("are loaded with texts, quiz, example and lab", (t) => {
    assert.equal(
      faultsAfter(t, () => undefined),
      "",
    );
    const { paths } = loadCourses(coursesFolder);
    const lesson = paths[0]?.lessons[0];
    assert.equal(lesson?.id, model);
    assert.equal(lesson?.hasLab, true);
    assert.match(lesson?.texts.zh.html ?? "", /<h2>/);
    assert.ok((lesson?.quiz.questions.length ?? 0) >= 3);
  });

  const spoiled: readonly (readonly [name: string, fault: RegExp, change: (lesson: string, folder: string) => void])[] =
    [
      ["a missing language", /lesson\.en\.md: it is missing/, (lesson) => rmSync(join(lesson, "lesson.en.md"))],
      ["a missing quiz", /quiz\.json: it is missing/, (lesson) => rmSync(join(lesson, "quiz.json"))],
      [
        "a quiz that is no JSON",
        /quiz\.json: it is no JSON/,
        (lesson) => writeFileSync(join(lesson, "quiz.json"), "{"),
      ],
      [
        "a quiz of another form",
        /quiz\.json: questions/,
        (lesson) => writeFileSync(join(lesson, "quiz.json"), '{"questions":[]}'),
      ],
      [
        "a lab without wrong solutions",
        /lab\/wrong\.ts: it is missing/,
        (lesson) => rmSync(join(lesson, "lab/wrong.ts")),
      ],
      ["a stranger's file", /x\.html: a lesson has no file/, (lesson) => writeFileSync(join(lesson, "x.html"), "")],
      [
        "a huge text",
        /lesson\.zh\.md: more than/,
        (lesson) => writeFileSync(join(lesson, "lesson.zh.md"), "x".repeat(300_000)),
      ],
      [
        "bytes that are no text",
        /quiz\.json: it is not UTF-8/,
        (lesson) => writeFileSync(join(lesson, "quiz.json"), Uint8Array.of(0xff)),
      ],
      [
        "too many files",
        /more than 40 files/,
        (lesson) => {
          for (let index = 0; index < 41; index++) writeFileSync(join(lesson, `lab/a${index}.ts`), "");
        },
      ],
      ["a link", /links/, (lesson) => symlinkSync("/etc/hostname", join(lesson, "lab/passwords.ts"))],
      [
        "a lesson that is a link",
        /no folder|links/,
        (lesson, folder) => symlinkSync(lesson, join(folder, "user/02-link")),
      ],
      [
        "a path that is a link",
        /operator: it is no folder/,
        (_, folder) => symlinkSync(join(folder, "user"), join(folder, "operator")),
      ],
      ["another path", /hackers: no path/, (_, folder) => mkdirSync(join(folder, "hackers"))],
      ["a folder's name", /Bad_Name: a lesson's folder/, (_, folder) => mkdirSync(join(folder, "user/Bad_Name"))],
      [
        "two lessons of one number",
        /a second lesson 01/,
        (lesson) => cpSync(lesson, `${lesson}-twice`, { recursive: true }),
      ],
      [
        "a text that quotes what the example does not say",
        /its block of transcript\.txt/,
        (lesson) => writeFileSync(join(lesson, "example/transcript.txt"), "> tip\n"),
      ],
    ];
  for (const [name, fault, change] of spoiled)
    it(`are not taken with ${name}`, (t) => {
      const found = faultsAfter(t, change);
      assert.match(found, fault);
    });
});
