import { Badge, formatTime, useLanguage } from "@yanta/ui";
import type { ReactNode } from "react";
import type { Clock } from "../api/clock.ts";

/** How many working days a step has left. */
export function ClockBadge({ clock }: { readonly clock: Clock | null }): ReactNode {
  const { say, language } = useLanguage();
  if (clock === null) return null;
  const { workingDaysLeft: left, isOverdue, isPaused, level, due } = clock;
  const text = isPaused
    ? { en: "clock stands", zh: "计时暂停" }
    : isOverdue
      ? { en: `overdue${level > 1 ? `, level ${level}` : ""}`, zh: `已超期${level > 1 ? `（${level} 级督办）` : ""}` }
      : { en: `${left} working days left`, zh: `剩余 ${left} 个工作日` };
  return (
    <span title={say({ en: `due ${formatTime(due, language)}`, zh: `截止 ${formatTime(due, language)}` })}>
      <Badge tone={isOverdue ? "bad" : left <= 1 && !isPaused ? "warn" : "neutral"}>{say(text)}</Badge>
    </span>
  );
}
