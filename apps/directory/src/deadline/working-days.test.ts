import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { clockOf } from "./clock-of.ts";
import { WorkingDays } from "./working-days.ts";

interface Calendar {
  readonly year: number;
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
}

const shipped = JSON.parse(
  readFileSync(new URL(import.meta.resolve("@yanta/directory-contract/calendars.json")), "utf8"),
) as readonly Calendar[];

/** The days of a year as the contract stores them. */
function daysOf({ year, holidays, makeUpDays }: Calendar): string {
  const dates: Date[] = [];
  for (let day = Date.UTC(year, 0, 1); day < Date.UTC(year + 1, 0, 1); day += 86_400_000) dates.push(new Date(day));
  const digits = dates.map((date) => {
    const text = date.toISOString().slice(5, 10);
    const isFree = [0, 6].includes(date.getUTCDay()) || holidays.includes(text);
    return isFree && !makeUpDays.includes(text) ? "0" : "1";
  });
  return digits.join("");
}

const workingDays = new WorkingDays(new Map(shipped.map((calendar) => [calendar.year, daysOf(calendar)])));
const midnight = (date: string): number => Date.parse(`${date}T00:00:00+08:00`) / 1000;

describe("working days", () => {
  it("end where the contract's do, over make-up days and a year without a calendar", () => {
    for (const [from, days, until] of [
      ["2025-09-26", 10, "2025-10-17"],
      ["2026-02-10", 10, "2026-03-03"],
      ["2026-03-02", 0, "2026-03-03"],
      ["2026-03-06", 1, "2026-03-10"],
      ["2025-12-31", 1, "2026-01-05"],
      ["2027-01-01", 1, "2027-01-05"],
    ] as const)
      for (const second of [0, 43_200, 86_399])
        assert.equal(workingDays.endAfter(midnight(from) + second, days), midnight(until), `${days} after ${from}`);
  });

  it("make a clock overdue at its end, and escalate with each run of working days", () => {
    const due = midnight("2026-03-10");
    const columns = {
      clock_rule: "supply",
      clock_started: 0,
      clock_days: 20,
      clock_due: due,
      clock_paused: false,
      clock_provisional: false,
    };
    const at = (now: number) => clockOf(columns, { workingDays, escalationDays: 5, now });
    const seen = (now: number) => [at(now)?.isOverdue, at(now)?.workingDaysLeft, at(now)?.level];
    assert.deepEqual(seen(due - 1), [false, 0, 0]);
    assert.deepEqual(seen(midnight("2026-03-06")), [false, 1, 0]);
    assert.deepEqual(seen(due), [true, -1, 1]);
    assert.deepEqual(seen(midnight("2026-03-16")), [true, -5, 2]);
    assert.equal(clockOf({ ...columns, clock_rule: "" }, { workingDays, escalationDays: 5, now: due }), null);
    assert.equal(
      clockOf({ ...columns, clock_paused: true }, { workingDays, escalationDays: 5, now: due })?.isOverdue,
      false,
    );
  });
});
