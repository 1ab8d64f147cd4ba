import { districtOf } from "./district.ts";
import type { Row } from "./row-batch.ts";

/** A record of the contract: JSON of its own making. */
export type DirectoryRecord = Readonly<Record<string, unknown>>;

/** Where in the chain something was written. */
export interface Place {
  readonly height: bigint;
  readonly tx: string;
  readonly unixSeconds: bigint;
}

export function departmentRow(record: DirectoryRecord): Row {
  const { isHeir, ...plain } = record;
  return { ...plain, district: districtOf(String(record["name"]), Number(record["level"])), is_heir: isHeir };
}

export function memberRow({ isActive, ...plain }: DirectoryRecord): Row {
  return { ...plain, is_active: isActive };
}

export function entryRow(record: DirectoryRecord): Row {
  const { publishedVersion, lastPublished, publishedAt, clock, ...plain } = record;
  return {
    ...plain,
    published_version: publishedVersion,
    last_published: lastPublished,
    published_at: publishedAt,
    ...clockColumns(clock),
  };
}

export function contentRow(content: DirectoryRecord, version: number, { height, tx, unixSeconds }: Place): Row {
  const { code, name, summary, catalogue, format, attribute, cycle, sharing, open, items } = content;
  const texts = { code, name, summary, catalogue, format, attribute, cycle };
  return {
    ...texts,
    version,
    sharing: (sharing as DirectoryRecord)["type"],
    open: (open as DirectoryRecord)["type"],
    items: (items as readonly unknown[]).length,
    body: JSON.stringify(content),
    at: Number(unixSeconds),
    height: Number(height),
    tx,
  };
}

export function requestRow(record: DirectoryRecord): Row {
  const {
    confirmedVersion,
    usesMax,
    consumerSigned,
    providerSigned,
    suspendedAt,
    clock,
    heldClock: _,
    ...plain
  } = record;
  return {
    ...plain,
    confirmed_version: confirmedVersion,
    uses_max: usesMax,
    consumer_signed: consumerSigned,
    provider_signed: providerSigned,
    suspended_at: suspendedAt,
    ...clockColumns(clock),
  };
}

export function receiptRow({ providerUid, deliveredAt, consumerUid, answeredAt, ...plain }: DirectoryRecord): Row {
  const sides = { provider_uid: providerUid, consumer_uid: consumerUid };
  return { ...plain, ...sides, delivered_at: deliveredAt, answered_at: answeredAt };
}

export function correctionRow({ clock, ...plain }: DirectoryRecord): Row {
  return { ...plain, ...clockColumns(clock) };
}

export function ruleRow({ isChecked, ...plain }: DirectoryRecord): Row {
  return { ...plain, is_checked: isChecked };
}

export function auditRow({ by, from, to, ...plain }: DirectoryRecord, { height }: Place): Row {
  return { ...plain, by_uid: by, was: from, became: to, height: Number(height) };
}

function clockColumns(clock: unknown): Row {
  const { rule, startedAt, days, due, isPaused, isProvisional } = clock as DirectoryRecord;
  return {
    clock_rule: rule,
    clock_started: startedAt,
    clock_days: days,
    clock_due: due,
    clock_paused: isPaused,
    clock_provisional: isProvisional,
  };
}
