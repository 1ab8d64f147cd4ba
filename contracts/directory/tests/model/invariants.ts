import assert from "node:assert/strict";
import type { City } from "../city.ts";
import type { ModelHost } from "../model-host.ts";
import { officials, personOf } from "../people.ts";

export interface Deed {
  readonly subject: string;
  readonly revision: number;
  readonly action: string;
  readonly by: string;
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly basis: string;
}

interface ClockRow {
  readonly rule: string;
  readonly due: number;
  readonly isPaused: boolean;
}

export interface RequestRow {
  readonly id: string;
  readonly entry: string;
  readonly state: string;
  readonly consumer: string;
  readonly provider: string;
  readonly used: number;
  readonly usesMax: number;
  readonly consumerSigned: boolean;
  readonly providerSigned: boolean;
  readonly outcome: string;
  readonly revision: number;
  readonly at: number;
  readonly hands: readonly string[];
  readonly clock: ClockRow;
  readonly heldClock: ClockRow;
}

interface EntryRow {
  readonly code: string;
  readonly state: number;
  readonly publishedVersion: number;
  readonly version: number;
  readonly revision: number;
  readonly at: number;
  readonly hands: readonly string[];
  readonly clock: ClockRow;
}

/** All records of the contract's state, read without the contract. */
export interface Records {
  readonly rows: ReadonlyMap<string, string>;
  readonly requests: readonly RequestRow[];
  readonly entries: readonly EntryRow[];
  readonly deeds: readonly Deed[];
}

export function readRecords(city: City<ModelHost>): Records {
  const rows = city.host.rows();
  const all = <T>(name: string) =>
    [...rows].filter(([key]) => key.startsWith(`${name}#`)).map(([, value]) => parse(value) as T);
  const deeds = all<Deed>("audit").toSorted((a, b) => a.revision - b.revision);
  return { rows, requests: all("request"), entries: all("entry"), deeds };
}

const parsed = new Map<string, unknown>();

/** Most rows of a state were in the one before. */
function parse(text: string): unknown {
  const known = parsed.get(text) ?? JSON.parse(text);
  parsed.set(text, known);
  return known;
}

const granted = ["GRANTED", "ACTIVE", "SUSPENDED"];
const ended = ["REJECTED", "EXPIRED", "REVOKED", "COMPLETED", "WITHDRAWN"];
const agreed = ["AGREED", ...granted, "COMPLETED", "REVOKED"];

/** What holds in every state. */
export function checkState({ rows, requests, entries, deeds }: Records): void {
  const dues = new Set<string>();
  const note = (subject: string, clock: ClockRow) => {
    if (clock.rule !== "" && !clock.isPaused)
      dues.add(`due#${String(clock.due).padStart(12, "0")}.${escapeKey(subject)}=${clock.rule}`);
  };
  for (const request of requests) {
    const { id, state, hands } = request;
    const persons = hands.map((hand) => hand.split(" ")[1]);
    assert.equal(new Set(persons).size, persons.length, `${id}: one person on two sides`);
    assert.ok(request.used >= 0 && request.used <= request.usesMax, `${id}: ${request.used} uses`);
    if (agreed.includes(state)) assert.ok(request.consumerSigned && request.providerSigned, `${id}: ${state} unsigned`);
    assert.equal(
      rows.has(`grant#${escapeKey(request.entry)}.${id}`),
      granted.includes(state),
      `${id}: grant of ${state}`,
    );
    const isOpen = !ended.includes(state) && !(state === "MEDIATED" && request.outcome === "stands");
    assert.equal(rows.has(`open#${request.consumer}.consumer.${id}`), isOpen, `${id}: open in ${state}`);
    assert.equal(rows.has(`open#${request.provider}.provider.${id}`), isOpen, `${id}: open in ${state}`);
    note(`request.${id}`, request.clock);
    const own = deeds.filter(({ subject }) => subject === `request.${id}`);
    assert.deepEqual(
      own.map(({ revision }) => revision),
      own.map((_, i) => i + 1),
      `${id}: gaps in the audit`,
    );
    assert.equal(own.length, request.revision);
    assert.equal(own.at(-1)?.to, state);
    checkReviews(own, id);
  }
  for (const entry of entries) {
    note(`entry.${entry.code}`, entry.clock);
    checkEntryReviews(
      deeds.filter(({ subject }) => subject === `entry.${entry.code}`),
      entry,
    );
  }
  for (const [key, value] of rows)
    if (key.startsWith("correction#"))
      note(`correction.${key.slice(11)}`, (JSON.parse(value) as { clock: ClockRow }).clock);
  const found = [...rows].filter(([key]) => key.startsWith("due#")).map(([key, value]) => `${key}=${value}`);
  assert.deepEqual(found.toSorted(), [...dues].toSorted(), "what is due");
  for (const own of Map.groupBy(deeds, ({ subject }) => subject).values())
    own.reduce((before, deed) => {
      assert.ok(deed.at >= before.at, `${deed.subject}: time ran backward`);
      return deed;
    });
}

/** Every grant went through its reviews after the last time that it was handed in, by others than who handed it in. */
function checkReviews(deeds: readonly Deed[], id: string): void {
  let steps: Deed[] = [];
  const consumers = new Set<string>();
  for (const deed of deeds) {
    if (/^(re)?submitRequest$/.test(deed.action)) {
      steps = [];
      consumers.add(personOfUid(deed.by));
    }
    steps.push(deed);
    if (deed.to !== "APPROVED" || deed.from === "APPROVED") continue;
    const actions = steps.map(({ action }) => action);
    const last = actions.at(-1);
    assert.equal(last, "approveRequest", `${id}: approved by ${last}`);
    const isAgain = actions.includes("reviewAgain");
    assert.ok(actions.includes("takeRequest"), `${id}: never taken`);
    assert.ok(actions.includes("passRequest") || isAgain, `${id}: never passed`);
    for (const step of steps)
      if (/^(takeRequest|passRequest|approveRequest|mediateRequest)$/.test(step.action))
        assert.ok(!consumers.has(personOfUid(step.by)), `${id}: ${step.action} by who asked`);
    const passed = steps.find(({ action }) => action === "passRequest");
    const approved = steps.at(-1);
    if (passed !== undefined && approved !== undefined)
      assert.notEqual(personOfUid(passed.by), personOfUid(approved.by), `${id}: both reviews by one person`);
  }
}

/** What is published was agreed to twice since it was written, by none of those who wrote it. */
function checkEntryReviews(deeds: readonly Deed[], { code }: EntryRow): void {
  let agreements = 0;
  let hands = new Set<string>();
  for (const deed of deeds) {
    const person = personOfUid(deed.by);
    if (deed.action === "saveEntry") {
      agreements = 0;
      if (deed.from !== "0") hands = new Set();
    }
    if (deed.action === "saveEntry" || deed.action === "submitEntry") hands.add(person);
    if (deed.action !== "reviewEntry") continue;
    assert.ok(!hands.has(person), `${code}: reviewed by who wrote it`);
    agreements = deed.to === "19" || deed.to === "29" ? agreements + 1 : 0;
    if (deed.to === "29") assert.equal(agreements, 2, `${code}: a review was skipped`);
  }
}

/** What holds between a state and the next one. */
export function checkStep(before: Records, after: Records, touched: RegExp): void {
  for (const [key, value] of before.rows) {
    if (key.startsWith("audit#")) assert.equal(after.rows.get(key), value, `${key} was changed`);
    if (/^(request|entry|receipt|correction)#/.test(key) && !touched.test(key))
      assert.equal(after.rows.get(key), value, `${key} was changed by another's action`);
  }
  const earlier = new Map(before.requests.map((request) => [request.id, request]));
  for (const request of after.requests) {
    const last = earlier.get(request.id);
    if (last === undefined) continue;
    assert.ok(request.at >= last.at, `${request.id}: time ran backward`);
    assert.ok(request.revision === last.revision || request.revision === last.revision + 1);
    const isSameClock = request.clock.rule === last.clock.rule && request.state !== "PROVIDER_REVIEW";
    if (isSameClock && last.clock.rule !== "")
      assert.ok(
        request.clock.due >= last.clock.due || last.state === "SUBMITTED",
        `${request.id}: a deadline ran backward`,
      );
  }
}

const persons = new Map<string, string>();

/** The person behind an account of the tests. */
export function personOfUid(uid: string): string {
  return persons.get(uid) ?? uid;
}

export function learnPersons(city: City<ModelHost>): void {
  for (const official of Object.values(officials)) persons.set(city.host.uidOf(official.name), personOf(official));
}

function escapeKey(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      /[A-Za-z0-9-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `_${byte.toString(16).padStart(2, "0")}`,
    )
    .join("");
}
