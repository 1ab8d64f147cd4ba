const secondsPerDay = 86_400;
/** Days begin at midnight of UTC+8. */
const zoneSeconds = 28_800;

/** A year's days as the contract keeps them: `1` for a working day, `0` for another. */
export type Calendars = ReadonlyMap<number, string>;

/** Working days as the contract counts them; in a year without a calendar by its weekends. Times are Unix seconds. */
export class WorkingDays {
  private readonly calendars: Calendars;

  constructor(calendars: Calendars) {
    this.calendars = calendars;
  }

  /** End of the last of `count` working days after the day of a time. */
  endAfter(time: number, count: number): number {
    let day = dayOf(time);
    for (let left = count; left > 0;) if (this.isWorkingDay(++day)) left--;
    return (day + 1) * secondsPerDay - zoneSeconds;
  }

  /** Working days after the day of a time up to the day that ends at `end` or holds it. */
  between(time: number, end: number): number {
    const last = dayOf(end - 1);
    let count = 0;
    for (let day = dayOf(time) + 1; day <= last; day++) if (this.isWorkingDay(day)) count++;
    return count;
  }

  private isWorkingDay(day: number): boolean {
    const date = new Date(day * secondsPerDay * 1000);
    const year = date.getUTCFullYear();
    const days = this.calendars.get(year);
    if (days === undefined) return (day + 3) % 7 < 5;
    return days.charAt(day - Date.UTC(year, 0, 1) / 1000 / secondsPerDay) === "1";
  }
}

function dayOf(time: number): number {
  return Math.floor((time + zoneSeconds) / secondsPerDay);
}
