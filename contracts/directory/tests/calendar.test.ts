import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { calendar2026, calendarOf, type City, day, openCity, start, type Values } from "./city.ts";

const midnight = (date: string): bigint => BigInt(Date.parse(`${date}T00:00:00+08:00`) / 1000);

interface Days {
  readonly holidays: readonly string[];
  readonly makeUpDays: readonly string[];
}

const calendar2025 = calendarOf(2025);

describe("directory: calendar and rules", () => {
  const after = async (city: City, time: bigint, days: number) =>
    BigInt(await city.asks("deadlineAfter", { time, days }));

  it("counts working days with make-up days, as chinese-days does", async () => {
    const city = await openCity();
    await city.does("root", "setCalendar", calendar2025);
    for (const [from, days, until] of [
      ["2025-09-26", 10, "2025-10-17"],
      ["2026-02-10", 10, "2026-03-03"],
      ["2026-03-02", 0, "2026-03-03"],
      ["2026-03-06", 1, "2026-03-10"],
      ["2025-12-31", 1, "2026-01-05"],
    ] as const) {
      for (const second of [0n, 12n * 3600n, day - 1n])
        assert.equal(await after(city, midnight(from) + second, days), midnight(until), `${days} after ${from}`);
    }
  });

  it("agrees with a table of days over two years", async () => {
    const city = await openCity();
    await city.does("root", "setCalendar", calendar2025);
    const isWorking = (time: bigint): boolean => {
      const date = new Date(Number(time) * 1000 + 8 * 3_600_000);
      const [year, text] = [date.getUTCFullYear(), date.toISOString().slice(5, 10)];
      const calendar: Days =
        year === 2025 ? calendar2025 : year === 2026 ? calendar2026 : { holidays: [], makeUpDays: [] };
      if (calendar.makeUpDays.includes(text)) return true;
      return date.getUTCDay() % 6 !== 0 && !calendar.holidays.includes(text);
    };
    for (let offset = 0n; offset < 760n; offset += 7n) {
      const from = midnight("2024-12-25") + offset * day;
      for (const days of [1, 5, 23]) {
        let until = from;
        for (let left = days; left > 0;) {
          until += day;
          if (isWorking(until)) left--;
        }
        assert.equal(await after(city, from + 3600n, days), until + day, `${days} after ${offset}`);
      }
    }
  });

  it("knows leap years and the ends of years", async () => {
    const city = await openCity();
    await city.does("root", "setCalendar", { year: 2028, holidays: ["02-29", "12-31"], makeUpDays: [], source: "x" });
    const days = await city.asks("getCalendar", { year: 2028 });
    assert.equal(days.length, 366);
    assert.deepEqual([days[59], days[58], days[365]], ["0", "1", "0"]);
    assert.equal((await city.asks("getCalendar", { year: 2026 })).length, 365);
    assert.equal(await city.asks("getCalendar", { year: 2027 }), "");
    await city.does("root", "setCalendar", { year: 2100, holidays: ["12-31"], makeUpDays: [], source: "x" });
    assert.equal((await city.asks("getCalendar", { year: 2100 })).length, 365);
    await city.does("root", "setCalendar", { year: 2020, holidays: ["01-01"], makeUpDays: [], source: "x" });
    assert.equal((await city.asks("getCalendar", { year: 2020 })).slice(0, 7), "0110011");
  });

  it("names the day of a calendar that is none", async () => {
    const city = await openCity();
    const set = (changes: Values) => city.refused("root", "setCalendar", { ...calendar2026, ...changes });
    for (const date of [
      "02-29",
      "13-01",
      "00-10",
      "01-00",
      "1-01",
      "01/01",
      "0a-01",
      "01-0a",
      "01-011",
      "12-32",
      "04-31",
    ])
      assert.equal(await set({ holidays: [date] }), `DIR_FORMAT holidays: ${date}`);
    assert.equal(await set({ makeUpDays: ["02-30"] }), "DIR_FORMAT makeUpDays: 02-30");
    assert.equal(await set({ makeUpDays: ["03-02"] }), "DIR_FORMAT makeUpDays: 03-02");
    assert.equal(await set({ makeUpDays: ["02-21"] }), "DIR_FORMAT makeUpDays: 02-21");
    assert.equal(await set({ year: 2019 }), "DIR_FORMAT year");
    assert.equal(await set({ year: 2101 }), "DIR_FORMAT year");
    assert.equal(await set({ source: "" }), "DIR_MISSING source");
    assert.equal(await set({ source: "x".repeat(201) }), "DIR_LENGTH source");
    assert.equal(await city.refused("registrar", "setCalendar", calendar2026), "DIR_ROLE setCalendar: administrator");
    assert.equal(await city.does("root", "setCalendar", { ...calendar2026, holidays: ["12-31", "11-30"] }), "2026");
    assert.equal(await city.does("root", "setCalendar", { ...calendar2026, source: "x".repeat(200) }), "2026");
  });

  it("refuses times and numbers of days that nobody means", async () => {
    const city = await openCity();
    assert.equal(await city.asks("deadlineAfter", { time: -1n, days: 1 }), "DIR_FORMAT time");
    assert.equal(await city.asks("deadlineAfter", { time: 4_102_444_800n, days: 1 }), "DIR_FORMAT time");
    assert.equal(await city.asks("deadlineAfter", { time: start, days: -1 }), "DIR_FORMAT days");
    assert.equal(await city.asks("deadlineAfter", { time: start, days: 251 }), "DIR_FORMAT days");
    assert.equal(await city.asks("deadlineAfter", { time: 0n, days: 0 }), String(16 * 3600));
    assert.equal(await city.asks("deadlineAfter", { time: 4_102_444_799n, days: 0 }), String(4_102_502_400n));
    assert.match(await city.asks("deadlineAfter", { time: start, days: 250 }), /^\d+$/);
  });

  it("ships rules that nobody has checked, and keeps those that an administrator sets", async () => {
    const city = await openCity();
    const order = "Order 809, unchecked";
    const none = "no source, to be set";
    const rule = (name: string, days: number, pauses: boolean, source: string, isChecked = false) => ({
      name,
      days,
      pauses,
      source,
      isChecked,
    });
    const shipped = [
      rule("entryReview", 2, false, order),
      rule("compliance", 2, true, "Pinglu 2024"),
      rule("providerOnPlatform", 5, true, "Pinglu 2024"),
      rule("providerReview", 10, true, `Pinglu 2024; ${order}`),
      rule("supply", 20, false, order),
      rule("mediation", 10, false, none),
      rule("correction", 10, false, none),
      rule("confirm", 10, false, none),
      rule("term", 10, false, none),
      rule("escalation", 5, false, none),
    ];
    assert.deepEqual(await city.json("getRules"), shipped);
    const set = { name: "supply", days: 15, pauses: true, source: "第809号令第二十条" };
    assert.equal(await city.does("root", "setRule", set), "supply");
    await city.does("root", "setRule", { ...set, name: "confirm", pauses: false, days: 1 });
    await city.does("root", "setRule", { ...set, name: "term", days: 250 });
    const now = await city.json<object[]>("getRules");
    assert.deepEqual(now[4], { ...set, isChecked: true });
    assert.deepEqual(now[7], { ...set, name: "confirm", days: 1, pauses: false, isChecked: true });
    assert.deepEqual(now[0], shipped[0]);
    assert.equal(await city.refused("root", "setRule", { ...set, name: "speed" }), "DIR_NONE rule: speed");
    for (const days of [0, 251])
      assert.equal(await city.refused("root", "setRule", { ...set, days }), "DIR_FORMAT days");
    assert.equal(await city.refused("root", "setRule", { ...set, source: " " }), "DIR_MISSING source");
    assert.equal(await city.refused("root", "setRule", { ...set, source: "x".repeat(201) }), "DIR_LENGTH source");
    assert.equal(await city.refused("auditor", "setRule", set), "DIR_ROLE setRule: administrator");
    const deeds = await city.json<{ action: string; reason: string; revision: number; by: string }[]>("deedsOf", {
      subject: "setting.rule.supply",
    });
    assert.deepEqual(
      deeds.map(({ action, reason, revision, by }) => [action, reason, revision, by]),
      [["setRule", "第809号令第二十条", 1, city.uid("root")]],
    );
    const calendars = await city.json<{ action: string; reason: string }[]>("deedsOf", {
      subject: "setting.calendar.2026",
    });
    assert.deepEqual(
      calendars.map(({ action, reason }) => [action, reason]),
      [["setCalendar", calendar2026.source]],
    );
  });
});
