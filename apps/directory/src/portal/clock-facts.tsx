import { formatTime, useLanguage } from "@yanta/ui";
import type { ReactNode } from "react";
import type { Clock } from "../api/clock.ts";
import { ClockBadge } from "./clock-badge.tsx";
import { Facts } from "./facts.tsx";
import { ruleWords, wordOf } from "./words.ts";

/** A clock as the contract keeps it: which rule, since when, how many working days, until when. Without one, nothing. */
export function ClockFacts({ clock }: { readonly clock: Clock | null }): ReactNode {
  const { say, language } = useLanguage();
  if (clock === null) return null;
  const { rule, startedAt, days, due, isProvisional } = clock;
  return (
    <Facts
      facts={[
        { name: say({ en: "Deadline for", zh: "时限事项" }), value: say(wordOf(ruleWords, rule)) },
        { name: say({ en: "Runs since", zh: "起算时间" }), value: formatTime(startedAt, language) },
        {
          name: say({ en: "Given", zh: "法定时限" }),
          value: say({ en: `${days} working days`, zh: `${days} 个工作日` }),
        },
        { name: say({ en: "Due", zh: "截止时间" }), value: formatTime(due, language) },
        { name: say({ en: "Now", zh: "当前情况" }), value: <ClockBadge clock={clock} /> },
        {
          name: say({ en: "Note", zh: "备注" }),
          value: isProvisional
            ? say({ en: "a year without a holiday calendar was counted", zh: "涉及尚未设置节假日的年份，为暂定时限" })
            : undefined,
        },
      ]}
    />
  );
}
