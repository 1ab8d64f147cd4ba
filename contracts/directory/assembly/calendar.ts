import { joinTexts, StateMap } from "@yanta/contract-sdk";
import { need } from "./refuse";
import { isDigits } from "./texts";

const secondsPerDay: i64 = 86400;
/** Days begin at midnight of UTC+8. */
const zoneSeconds: i64 = 28800;

/** A year's days, `1` for a working day and `0` for another, by the year. */
const calendars = new StateMap<string>("calendar");

/** Working days of a holiday calendar on chain; a year without one has its weekends only, and results are then provisional. */
export class WorkingDays {
  isProvisional: bool = false;
  private year: i32 = 0;
  private firstDay: i64 = 0;
  private days: string = "";

  isWorkingDay(day: i64): bool {
    this.turnTo(yearOf(day));
    if (this.days.length == 0) {
      this.isProvisional = true;
      return !isWeekend(day);
    }
    return this.days.charCodeAt(<i32>(day - this.firstDay)) == 0x31;
  }

  /** End of the last of `count` working days after the day of a time, Unix seconds; of the day itself for 0. */
  endAfter(time: i64, count: i32): i64 {
    let day = dayOf(time);
    for (let left = count; left > 0; ) if (this.isWorkingDay(++day)) left--;
    return (day + 1) * secondsPerDay - zoneSeconds;
  }

  /** Working days after the day of a time up to the day that ends at `end` or holds it. */
  between(time: i64, end: i64): i32 {
    let count = 0;
    const last = dayOf(end - 1);
    for (let day = dayOf(time) + 1; day <= last; day++) if (this.isWorkingDay(day)) count++;
    return count;
  }

  private turnTo(year: i32): void {
    if (year == this.year) return;
    this.year = year;
    this.firstDay = daysTo(year, 1, 1);
    this.days = calendars.getOr(year.toString(), "");
  }
}

/** The days of a year as stored; empty when nobody set them. */
export function calendarOf(year: i32): string {
  return calendars.getOr(year.toString(), "");
}

/** Sets a year: its holidays, and its weekend days on which people work (调休), all as `MM-DD`. */
export function putCalendar(year: i32, holidays: string[], makeUpDays: string[]): void {
  need(year >= 2020 && year <= 2100, "DIR_FORMAT", "year");
  const first = daysTo(year, 1, 1);
  const days: string[] = [];
  for (let day = first; day < daysTo(year + 1, 1, 1); day++) days.push(isWeekend(day) ? "0" : "1");
  for (let i = 0; i < holidays.length; i++) days[indexOf(year, holidays[i], "holidays")] = "0";
  for (let i = 0; i < makeUpDays.length; i++) {
    const index = indexOf(year, makeUpDays[i], "makeUpDays");
    need(isWeekend(first + index) && !holidays.includes(makeUpDays[i]), "DIR_FORMAT", "makeUpDays", makeUpDays[i]);
    days[index] = "1";
  }
  calendars.set(year.toString(), joinTexts(days, ""));
}

function indexOf(year: i32, text: string, field: string): i32 {
  const isGood = text.length == 5 && text.charAt(2) == "-" && isDigits(text.substring(0, 2)) && isDigits(text.substring(3));
  need(isGood, "DIR_FORMAT", field, text);
  const month = I32.parseInt(text.substring(0, 2));
  const day = I32.parseInt(text.substring(3));
  need(month >= 1 && month <= 12 && day >= 1, "DIR_FORMAT", field, text);
  const found = daysTo(year, month, day);
  need(found < (month == 12 ? daysTo(year + 1, 1, 1) : daysTo(year, month + 1, 1)), "DIR_FORMAT", field, text);
  return <i32>(found - daysTo(year, 1, 1));
}

function dayOf(time: i64): i64 {
  return (time + zoneSeconds) / secondsPerDay;
}

/** 1970-01-01 was a Thursday. */
function isWeekend(day: i64): bool {
  return (day + 3) % 7 >= 5;
}

function yearOf(day: i64): i32 {
  let year = <i32>(1970 + (day * 400) / 146097);
  if (daysTo(year, 1, 1) > day) year--;
  return year;
}

/** Days from 1970-01-01 to a day of the Gregorian calendar. */
function daysTo(year: i32, month: i32, day: i32): i64 {
  // Years begin in March, so that the day of leap years is the last.
  const y: i64 = month <= 2 ? year - 1 : year;
  const dayOfYear: i64 = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  return 365 * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719468;
}
