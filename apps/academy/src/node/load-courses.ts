import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { CoursePath, Lesson, LessonExample, LessonText } from "../course/course.ts";
import { lessonNamePattern, pathNames, quizSchema } from "../course/course-format.ts";
import { describeIssues, parseLesson, type QuotedFile } from "../course/lesson-text.ts";
import { courseFileBytesMax, lessonBytesMax, lessonFilesMax, lessonsMax } from "../limits.ts";
import { type Language, languages } from "../local-text.ts";
import { readCourseFile } from "./read-course-file.ts";

/** Something in a course that is not taken. */
export interface CourseFault {
  /** Below the courses' folder. */
  readonly file: string;
  readonly reason: string;
}

export interface LoadedCourses {
  readonly paths: readonly CoursePath[];
  readonly faults: readonly CourseFault[];
}

/** Files that a lesson's folder may hold, by their paths in it. */
const allowedFiles =
  /^(lesson\.(zh|en)\.md|quiz\.json|example\/(transcript\.txt|assembly\/[a-z0-9]+(-[a-z0-9]+)*\.(ts|sol))|lab\/[a-z0-9]+(-[a-z0-9]+)*\.ts)$/;

/** Where an example's contracts lie: in AssemblyScript or Solidity; the first TypeScript's tools leave alone in folders of this name. */
const sourcesFolder = "example/assembly/";

/** Reads all courses. A lesson with a fault is left out, and everything that is wrong with it is told. */
export function loadCourses(folder: string): LoadedCourses {
  const faults: CourseFault[] = [];
  const strangers = readdirSync(folder).filter(
    (name) => name !== "README.md" && !pathNames.some((path) => path === name),
  );
  faults.push(...strangers.map((file) => ({ file, reason: `no path of this name: ${pathNames.join(", ")}` })));
  const paths = pathNames.map((name) => {
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (found !== undefined && !found.isDirectory()) faults.push({ file: name, reason: "it is no folder" });
    return { name, lessons: found?.isDirectory() === true ? loadPath(folder, name, faults) : [] };
  });
  const known = new Set(paths.flatMap(({ lessons }) => lessons.map(({ id }) => id)));
  for (const { id, texts } of paths.flatMap(({ lessons }) => lessons))
    for (const required of texts.zh.requires)
      if (!known.has(required)) faults.push({ file: id, reason: `requires ${required}, which does not exist` });
  return { paths, faults };
}

function loadPath(folder: string, path: string, faults: CourseFault[]): readonly Lesson[] {
  const names = readdirSync(join(folder, path)).toSorted();
  if (names.length > lessonsMax) faults.push({ file: path, reason: `more than ${lessonsMax} lessons` });
  const numbers = new Set<string>();
  return names.slice(0, lessonsMax).flatMap((name) => {
    const id = `${path}/${name}`;
    const number = name.slice(0, 2);
    if (!lessonNamePattern.test(name)) faults.push({ file: id, reason: "a lesson's folder is named NN-name" });
    else if (numbers.has(number)) faults.push({ file: id, reason: `a second lesson ${number}` });
    else {
      numbers.add(number);
      const outcome = loadLesson(folder, id);
      if (!Array.isArray(outcome)) return [outcome as Lesson];
      faults.push(...(outcome as readonly CourseFault[]));
    }
    return [];
  });
}

/** The lesson, or all that is wrong with it. */
function loadLesson(folder: string, id: string): Lesson | readonly CourseFault[] {
  const files = listFiles(join(folder, id));
  if (files === undefined)
    return [{ file: id, reason: `no folder, or one with links or more than ${lessonFilesMax} files` }];
  const faults = files
    .filter((file) => !allowedFiles.test(file))
    .map((file) => ({ file: `${id}/${file}`, reason: "a lesson has no file of this name" }));
  const complain = (file: string, reason: string): void => void faults.push({ file: `${id}/${file}`, reason });
  const read = (file: string, bytesMax: number): string | undefined => {
    const found = readCourseFile(join(folder, id), file, bytesMax);
    if (found.kind === "text") return found.text;
    complain(file, found.kind === "missing" ? "it is missing" : found.reason);
    return undefined;
  };
  const example = readExample(files, read);
  const texts = new Map<Language, LessonText>();
  for (const language of languages) {
    const file = `lesson.${language}.md`;
    const source = read(file, lessonBytesMax);
    if (source === undefined) continue;
    const parsed = parseLesson(source, language);
    if (parsed.kind === "fault") complain(file, parsed.reason);
    else {
      texts.set(language, parsed.text);
      for (const quote of parsed.quotes)
        if (!isQuoted(example, quote)) complain(file, `its block of ${quote.file} is not in that file`);
      if (example !== undefined && parsed.quotes.length === 0) complain(file, "it shows nothing of its example");
    }
  }
  const quiz = readQuiz(read("quiz.json", courseFileBytesMax), (reason) => complain("quiz.json", reason));
  const hasLab = files.includes("lab/lab.ts");
  for (const file of hasLab ? ["lab/solution.ts", "lab/wrong.ts"] : [])
    if (!files.includes(file)) complain(file, "it is missing");
  for (const file of files.filter((name) => name.startsWith("lab/"))) read(file, courseFileBytesMax);
  const [zh, en] = [texts.get("zh"), texts.get("en")];
  if (zh !== undefined && en !== undefined && (zh.minutes !== en.minutes || zh.requires.join() !== en.requires.join()))
    complain("lesson.en.md", "minutes and requires differ between the languages");
  if (zh === undefined || en === undefined || quiz === undefined || faults.length > 0) return faults;
  return { id, texts: { zh, en }, quiz, hasLab, example };
}

function readQuiz(text: string | undefined, complain: (reason: string) => void): Lesson["quiz"] | undefined {
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    complain("it is no JSON");
    return undefined;
  }
  const parsed = quizSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  complain(describeIssues(parsed.error.issues));
  return undefined;
}

function readExample(
  files: readonly string[],
  read: (file: string, bytesMax: number) => string | undefined,
): LessonExample | undefined {
  if (!files.includes("example/transcript.txt")) return undefined;
  const sources = files.filter((file) => file.startsWith(sourcesFolder));
  const editor = sources.map(
    (file) => [file.slice(sourcesFolder.length), read(file, courseFileBytesMax) ?? ""] as const,
  );
  return {
    transcript: read("example/transcript.txt", courseFileBytesMax) ?? "",
    editor: Object.fromEntries(editor),
  };
}

function isQuoted(example: LessonExample | undefined, { file, text }: QuotedFile): boolean {
  const source = file === "transcript.txt" ? example?.transcript : example?.editor[file];
  return source?.includes(text) === true;
}

/** Paths below a folder; undefined when it is none, or holds links or too many files. */
function listFiles(folder: string): readonly string[] | undefined {
  if (!lstatSync(folder).isDirectory()) return undefined;
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  if (entries.length > lessonFilesMax || entries.some((entry) => !entry.isFile() && !entry.isDirectory()))
    return undefined;
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    );
}
