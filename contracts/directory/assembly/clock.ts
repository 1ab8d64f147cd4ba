import { joinTexts, Json, JsonWriter, stateKey, StateMap } from "@yanta/contract-sdk";
import { WorkingDays } from "./calendar";
import { numberOf, isTrue, padded } from "./records";
import { ruleOf } from "./rules";

/** What is due when, in the order of time: `due#<time>.<subject>` holds the rule's name. */
const dues = new StateMap<string>("due");

/**
 * A deadline that runs for a subject such as `request.R1`. Being overdue is no state: whoever looks later than `due` sees it. A
 * paused clock keeps its working days and is never overdue.
 */
export class Clock {
  constructor(
    public rule: string,
    public startedAt: i64,
    /** Working days that it was given, or has left while it is paused. */
    public days: i32,
    /** End of the last of them, Unix seconds. */
    public due: i64,
    public isPaused: bool,
    /** A year without a holiday calendar was counted. */
    public isProvisional: bool,
  ) {}

  static none(): Clock {
    return new Clock("", 0, 0, 0, false, false);
  }

  static start(rule: string, now: i64): Clock {
    return Clock.run(rule, now, ruleOf(rule).days, 0);
  }

  /** Runs for some days, and ends no earlier than `dueMin`. */
  private static run(rule: string, now: i64, days: i32, dueMin: i64): Clock {
    const calendar = new WorkingDays();
    const due = max<i64>(calendar.endAfter(now, days), dueMin);
    return new Clock(rule, now, days, due, false, calendar.isProvisional);
  }

  static read(json: Json | null): Clock {
    if (json == null) return Clock.none();
    return new Clock(
      json.textOf("rule"),
      numberOf(json, "startedAt"),
      <i32>numberOf(json, "days"),
      numberOf(json, "due"),
      isTrue(json, "isPaused"),
      isTrue(json, "isProvisional"),
    );
  }

  get isSet(): bool {
    return this.rule != "";
  }

  /** Stands still where its rule says so, unless it is overdue already. */
  pausedAt(now: i64): Clock {
    if (!this.isSet || !ruleOf(this.rule).pauses || this.isOverdue(now)) return this;
    const left = new WorkingDays().between(now, this.due);
    return new Clock(this.rule, this.startedAt, left, this.due, true, this.isProvisional);
  }

  /** Goes on with the working days that were left. */
  resumedAt(now: i64): Clock {
    return this.isPaused ? Clock.run(this.rule, now, this.days, this.due) : this;
  }

  /** Counted again, once the holiday calendar is there; what was promised is never shortened. */
  settled(): Clock {
    return Clock.run(this.rule, this.startedAt, this.days, this.due);
  }

  isOverdue(now: i64): bool {
    return this.isSet && !this.isPaused && now >= this.due;
  }

  toJson(): string {
    return new JsonWriter()
      .text("rule", this.rule)
      .value<i64>("startedAt", this.startedAt)
      .value<i32>("days", this.days)
      .value<i64>("due", this.due)
      .value<bool>("isPaused", this.isPaused)
      .value<bool>("isProvisional", this.isProvisional)
      .toString();
  }
}

/** Another clock for a subject: what anyone sees as due changes with it. */
export function indexClock(subject: string, before: Clock, after: Clock): void {
  if (before.isSet && !before.isPaused) dues.delete(dueKey(subject, before));
  if (after.isSet && !after.isPaused) dues.set(dueKey(subject, after), after.rule);
}

function dueKey(subject: string, clock: Clock): string {
  return padded(clock.due, 12) + "." + stateKey([subject]);
}

/**
 * What is overdue at a time, longest first: a JSON array of {subject, rule, due, workingDaysOver, level}. The level grows by one
 * with each run of as many working days as the rule `escalation` says.
 */
export function listOverdue(now: i64, start: i32, count: i32): string {
  const found: string[] = [];
  let passed = 0;
  for (const rows = dues.entries(); found.length < count && rows.next(); ) {
    const due = I64.parseInt(rows.field.substring(0, 12));
    if (due > now) break;
    if (passed++ >= start) found.push(overdueFact(subjectOf(rows.field), rows.value, due, now));
  }
  return "[" + joinTexts(found, ",") + "]";
}

/** A subject as its key in the state writes it: `request.R1` became `request_2eR1`. */
function subjectOf(field: string): string {
  return field.substring(13).replaceAll("_2e", ".").replaceAll("_2f", "/");
}

function overdueFact(subject: string, rule: string, due: i64, now: i64): string {
  const over = new WorkingDays().between(due - 1, now + 1);
  return new JsonWriter()
    .text("subject", subject)
    .text("rule", rule)
    .value<i64>("due", due)
    .value<i32>("workingDaysOver", over)
    .value<i32>("level", 1 + over / ruleOf("escalation").days)
    .toString();
}
