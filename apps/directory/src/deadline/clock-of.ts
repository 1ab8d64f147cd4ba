import type { Clock } from "../api/clock.ts";
import type { WorkingDays } from "./working-days.ts";

/** Columns of a clock in the index. */
export interface ClockColumns {
  readonly clock_rule: string;
  readonly clock_started: number;
  readonly clock_days: number;
  readonly clock_due: number;
  readonly clock_paused: boolean;
  readonly clock_provisional: boolean;
}

export interface ClockSight {
  readonly workingDays: WorkingDays;
  /** Working days after which the level grows by one: rule `escalation`. */
  readonly escalationDays: number;
  /** Unix seconds. */
  readonly now: number;
}

/** A clock as it stands now: overdue and escalation as the contract's `overdue` derives them; null when none runs. */
export function clockOf(columns: ClockColumns, { workingDays, escalationDays, now }: ClockSight): Clock | null {
  if (columns.clock_rule === "") return null;
  const due = columns.clock_due;
  const isOverdue = !columns.clock_paused && now >= due;
  const daysOver = isOverdue ? workingDays.between(due - 1, now + 1) : 0;
  return {
    rule: columns.clock_rule,
    startedAt: columns.clock_started,
    days: columns.clock_days,
    due,
    isPaused: columns.clock_paused,
    isProvisional: columns.clock_provisional,
    isOverdue,
    workingDaysLeft: columns.clock_paused ? columns.clock_days : isOverdue ? -daysOver : workingDays.between(now, due),
    level: isOverdue ? 1 + Math.floor(daysOver / escalationDays) : 0,
  };
}
