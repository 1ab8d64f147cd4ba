import { CodedError } from "@yanta/errors";
import type { ShownProblem } from "@yanta/ui";
import { Refusal } from "./ask.ts";

/** Anything that was thrown, as a page can show it. */
export function problemOf(error: unknown): ShownProblem {
  if (error instanceof Refusal) return error.problem;
  if (error instanceof CodedError) return { code: error.code, en: error.explain("en"), zh: error.explain("zh") };
  return {
    code: "DIRECTORY_PORTAL_FAILED",
    en: {
      message: "Something went wrong in this page",
      advice: "Load the page again. If it happens again, report the text below.",
    },
    zh: { message: "页面出现错误", advice: "请刷新页面；若再次出现，请反馈下方信息。" },
    detail: error instanceof Error ? error.message : String(error),
  };
}
