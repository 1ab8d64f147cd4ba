import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { coursesFolder, createNodeTools, loadCourses, runExample } from "@yanta/academy/node";
import { chosenLessons } from "./chosen-lessons.ts";

describe("lessons", () => {
  it("have the format of courses/README.md", () => {
    const { paths, faults } = loadCourses(coursesFolder);
    assert.deepEqual(faults, []);
    assert.ok(paths.some(({ lessons }) => lessons.length > 0));
  });

  const tools = createNodeTools();
  for (const { id, example } of chosenLessons()) {
    if (example === undefined) continue;
    it(`print what the worked example says: ${id}`, async () => {
      assert.equal((await runExample(id, example, tools)).join("\n\n"), "");
    });
  }
});
