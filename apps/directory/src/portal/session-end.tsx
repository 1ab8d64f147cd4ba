import { useLanguage } from "@yanta/ui";
import type { ReactNode } from "react";

/** Until when the session lasts, so that nobody is surprised by its end. */
export function SessionEnd({ expiresAt }: { readonly expiresAt: number }): ReactNode {
  const { say, language } = useLanguage();
  const time = new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", { timeStyle: "short" });
  const end = time.format(new Date(expiresAt * 1000));
  return <span>{say({ en: `logged in until ${end}`, zh: `登录有效至 ${end}` })}</span>;
}
