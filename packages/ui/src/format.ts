import type { Language } from "@yanta/errors";

const locales = { en: "en-GB", zh: "zh-CN" } as const;

/** Unix seconds as a day and a time of the reader's zone; 0 is a dash. */
export function formatTime(unixSeconds: number, language: Language): string {
  return format(unixSeconds, language, { dateStyle: "medium", timeStyle: "short" });
}

/** Unix seconds as a day of the reader's zone; 0 is a dash. */
export function formatDay(unixSeconds: number, language: Language): string {
  return format(unixSeconds, language, { dateStyle: "medium" });
}

function format(unixSeconds: number, language: Language, options: Intl.DateTimeFormatOptions): string {
  if (unixSeconds === 0) return "—";
  return new Intl.DateTimeFormat(locales[language], options).format(new Date(unixSeconds * 1000));
}

export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(value);
}
