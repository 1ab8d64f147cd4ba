import type { Check } from "./check.ts";
import { findErrorSections } from "../generate/error-page.ts";

const mark = /\{\w+\}/g;

/** Codes carry their package's name, both languages say something and fill in the same details. */
export const errorTables: Check = {
  name: "error tables",
  async find(root) {
    const sections = await findErrorSections(root);
    return sections.flatMap(({ title, descriptors }) =>
      Object.entries(descriptors).flatMap(([code, { en, zh }]) => {
        const prefix = title.toUpperCase().replaceAll("-", "_");
        const findings: string[] = [];
        if (!new RegExp(`^${prefix}(_[A-Z0-9]+)+$`).test(code))
          findings.push(`${code}: must look like ${prefix}_WORDS`);
        if ([en.message, en.advice, zh.message, zh.advice].some((text) => text.trim() === "")) {
          findings.push(`${code}: an empty text`);
        }
        if (!/\p{Script=Han}/u.test(zh.message + zh.advice)) findings.push(`${code}: the Chinese text is not Chinese`);
        const marks = [en, zh].map((text) =>
          [...new Set(`${text.message}${text.advice}`.match(mark))].toSorted().join(),
        );
        if (marks[0] !== marks[1]) findings.push(`${code}: en uses ${marks[0]}, zh uses ${marks[1]}`);
        return findings;
      }),
    );
  },
};
