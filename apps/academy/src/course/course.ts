import type { Language } from "../local-text.ts";
import type { FrontMatter, PathName, Quiz } from "./course-format.ts";

/** A lesson in one language. */
export interface LessonText extends FrontMatter {
  /** Safe to put into a page. */
  readonly html: string;
}

export interface Lesson {
  /** `PATH/NN-NAME`. */
  readonly id: string;
  readonly texts: Readonly<Record<Language, LessonText>>;
  readonly quiz: Quiz;
  readonly hasLab: boolean;
  readonly example: LessonExample | undefined;
}

/** A worked example: what is typed into the console, what it prints, and the editor's files. */
export interface LessonExample {
  readonly transcript: string;
  readonly editor: Readonly<Record<string, string>>;
}

export interface CoursePath {
  readonly name: PathName;
  readonly lessons: readonly Lesson[];
}
