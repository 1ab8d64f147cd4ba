import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readGuide, type GuideStep } from "./read-guide.ts";
import { runGuide } from "./run-guide.ts";

const docs = fileURLToPath(new URL("../../docs", import.meta.url));
const names = readdirSync(join(docs, "guide/en")).map((file) => file.replace(/\.md$/, ""));
const skip = process.platform === "win32" ? "the guides' commands are for a POSIX shell" : false;

test("every guide is there in both languages, with the same steps", () => {
  assert.deepEqual(readdirSync(join(docs, "guide/zh")), readdirSync(join(docs, "guide/en")));
  for (const name of names) {
    const [english, chinese] = [readGuide("en", name), readGuide("zh", name)];
    assert.deepEqual(chinese.steps.map(withoutWords), english.steps.map(withoutWords), name);
  }
});

test("links between the pages lead somewhere", () => {
  const pages = ["guide/en", "guide/zh"].flatMap((folder) =>
    readdirSync(join(docs, folder)).map((file) => join(docs, folder, file)),
  );
  const top = ["README.md", "README.zh.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md"].map((file) =>
    join(docs, "..", file),
  );
  for (const page of [...pages, ...top, join(docs, "roadmap.md")]) {
    for (const [, target = ""] of readFileSync(page, "utf8").matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (!/^[a-z]+:/.test(target)) assert.ok(existsSync(join(dirname(page), target)), `${page} links to ${target}`);
    }
  }
});

// The others run in Chinese with the official clients (tests/guides-full): their steps are the same.
const runs = [...names.map((name) => ["en", name] as const), ["zh", "getting-started"] as const];
for (const [language, name] of runs) {
  test(`guide ${language}/${name} does what it says`, { skip }, async () => {
    await runGuide(readGuide(language, name), { parts: ["typescript"] });
  });
}

/** A step without what differs between languages: the output and the place. */
function withoutWords(step: GuideStep): unknown {
  const { line: _line, ...rest } = step;
  return { ...rest, expected: [] };
}
