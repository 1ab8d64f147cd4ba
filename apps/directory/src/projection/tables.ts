import type { TableShape } from "@yanta/index-store";

/** Columns of a running clock; `clock_rule` is empty when there is none. */
const clock = ["clock_rule", "clock_started", "clock_days", "clock_due", "clock_paused", "clock_provisional"] as const;

const clockColumns = `clock_rule text NOT NULL, clock_started bigint NOT NULL, clock_days integer NOT NULL, clock_due bigint NOT NULL,
  clock_paused boolean NOT NULL, clock_provisional boolean NOT NULL`;

/** All tables of the index, as scripts; a shipped one never changes. */
export const migrations: readonly string[] = [
  `
CREATE TABLE departments (
  code text PRIMARY KEY, org text NOT NULL, name text NOT NULL, level integer NOT NULL, parent text NOT NULL, district text NOT NULL,
  state text NOT NULL, successor text NOT NULL, is_heir boolean NOT NULL, revision integer NOT NULL, at bigint NOT NULL);

CREATE TABLE members (
  uid text PRIMARY KEY, org text NOT NULL, department text NOT NULL, person text NOT NULL, roles text[] NOT NULL,
  is_active boolean NOT NULL, revision integer NOT NULL, at bigint NOT NULL);

CREATE TABLE duties (
  id text PRIMARY KEY, kind text NOT NULL, parent text NOT NULL, name text NOT NULL, department text NOT NULL,
  revision integer NOT NULL, at bigint NOT NULL);
CREATE INDEX duties_parent ON duties (parent, id);
CREATE INDEX duties_department ON duties (department, kind);

CREATE TABLE entries (
  code text PRIMARY KEY, provider text NOT NULL, version integer NOT NULL, state integer NOT NULL, published_version integer NOT NULL,
  last_published integer NOT NULL, published_at bigint NOT NULL, revision integer NOT NULL, at bigint NOT NULL, hands text[] NOT NULL,
  ${clockColumns});
CREATE INDEX entries_provider ON entries (provider, state);
CREATE INDEX entries_due ON entries (clock_due) WHERE clock_rule <> '';

CREATE TABLE contents (
  code text NOT NULL, version integer NOT NULL, name text NOT NULL, summary text NOT NULL, catalogue text NOT NULL,
  format smallint NOT NULL, attribute smallint NOT NULL, cycle smallint NOT NULL, sharing smallint NOT NULL, open smallint NOT NULL,
  items smallint NOT NULL, body text NOT NULL, at bigint NOT NULL, height bigint NOT NULL, tx text NOT NULL,
  PRIMARY KEY (code, version));

CREATE TABLE requests (
  id text PRIMARY KEY, entry text NOT NULL, version integer NOT NULL, confirmed_version integer NOT NULL, consumer text NOT NULL,
  provider text NOT NULL, state text NOT NULL, fields text[] NOT NULL, purpose text NOT NULL, until bigint NOT NULL,
  uses_max bigint NOT NULL, used bigint NOT NULL, agreement text NOT NULL, consumer_signed boolean NOT NULL,
  provider_signed boolean NOT NULL, access text NOT NULL, suspended_at bigint NOT NULL, outcome text NOT NULL,
  revision integer NOT NULL, at bigint NOT NULL, hands text[] NOT NULL, ${clockColumns});
CREATE INDEX requests_consumer ON requests (consumer, state);
CREATE INDEX requests_provider ON requests (provider, state);
CREATE INDEX requests_state ON requests (state, at);
CREATE INDEX requests_entry ON requests (entry);
CREATE INDEX requests_due ON requests (clock_due) WHERE clock_rule <> '';

CREATE TABLE grants (entry text NOT NULL, request text NOT NULL, fields text[] NOT NULL, PRIMARY KEY (entry, request));

CREATE TABLE receipts (
  id text PRIMARY KEY, request text NOT NULL, agreement text NOT NULL, hash text NOT NULL, size bigint NOT NULL, uses bigint NOT NULL,
  purpose text NOT NULL, fields text[] NOT NULL, state text NOT NULL, provider_uid text NOT NULL, delivered_at bigint NOT NULL,
  consumer_uid text NOT NULL, answered_at bigint NOT NULL, revision integer NOT NULL);
CREATE INDEX receipts_request ON receipts (request, delivered_at);
CREATE INDEX receipts_state ON receipts (state) WHERE state = 'DELIVERED';

CREATE TABLE corrections (
  id text PRIMARY KEY, entry text NOT NULL, field text NOT NULL, evidence text NOT NULL, department text NOT NULL, person text NOT NULL,
  state text NOT NULL, revision integer NOT NULL, at bigint NOT NULL, ${clockColumns});
CREATE INDEX corrections_entry ON corrections (entry);
CREATE INDEX corrections_due ON corrections (clock_due) WHERE clock_rule <> '';

CREATE TABLE rules (name text PRIMARY KEY, days integer NOT NULL, pauses boolean NOT NULL, source text NOT NULL, is_checked boolean NOT NULL);
CREATE TABLE calendars (year integer PRIMARY KEY, days text NOT NULL);
CREATE TABLE issuers (org text PRIMARY KEY, key text NOT NULL);

CREATE TABLE audits (
  subject text NOT NULL, revision integer NOT NULL, action text NOT NULL, by_uid text NOT NULL, department text NOT NULL,
  at bigint NOT NULL, was text NOT NULL, became text NOT NULL, reason text NOT NULL, basis text NOT NULL, tx text NOT NULL,
  height bigint NOT NULL, PRIMARY KEY (subject, revision));
CREATE INDEX audits_at ON audits (at, height);
CREATE INDEX audits_department ON audits (department, at);
CREATE INDEX audits_by ON audits (by_uid, at);

CREATE TABLE changes (
  entry text NOT NULL, version integer NOT NULL, request text NOT NULL, fields text[] NOT NULL, height bigint NOT NULL, tx text NOT NULL,
  PRIMARY KEY (request, tx));
CREATE INDEX changes_entry ON changes (entry);

CREATE TABLE search (
  code text PRIMARY KEY, version integer NOT NULL, words tsvector NOT NULL, department text NOT NULL, district text NOT NULL,
  theme text NOT NULL, attribute smallint NOT NULL, format smallint NOT NULL, cycle smallint NOT NULL, sharing smallint NOT NULL,
  open smallint NOT NULL, catalogue text NOT NULL, published_at bigint NOT NULL, name text NOT NULL);
CREATE INDEX search_words ON search USING gin (words);
CREATE INDEX search_catalogue ON search (catalogue);
CREATE INDEX search_newest ON search (published_at, code);
`,
  // Webhooks tell deeds in this order.
  `CREATE INDEX audits_order ON audits (height, subject COLLATE "C", revision);`,
];

const clocked = (table: string, key: string, columns: readonly string[]): TableShape => ({
  table,
  keys: [key],
  columns: [key, ...columns, ...clock],
});

/** Columns that a projection writes, by table. */
export const shapes = {
  departments: {
    table: "departments",
    keys: ["code"],
    columns: ["code", "org", "name", "level", "parent", "district", "state", "successor", "is_heir", "revision", "at"],
  },
  members: {
    table: "members",
    keys: ["uid"],
    columns: ["uid", "org", "department", "person", "roles", "is_active", "revision", "at"],
  },
  duties: {
    table: "duties",
    keys: ["id"],
    columns: ["id", "kind", "parent", "name", "department", "revision", "at"],
  },
  entries: clocked("entries", "code", [
    "provider",
    "version",
    "state",
    "published_version",
    "last_published",
    "published_at",
    "revision",
    "at",
    "hands",
  ]),
  contents: {
    table: "contents",
    keys: ["code", "version"],
    columns: [
      "code",
      "version",
      "name",
      "summary",
      "catalogue",
      "format",
      "attribute",
      "cycle",
      "sharing",
      "open",
      "items",
      "body",
      "at",
      "height",
      "tx",
    ],
  },
  requests: clocked("requests", "id", [
    "entry",
    "version",
    "confirmed_version",
    "consumer",
    "provider",
    "state",
    "fields",
    "purpose",
    "until",
    "uses_max",
    "used",
    "agreement",
    "consumer_signed",
    "provider_signed",
    "access",
    "suspended_at",
    "outcome",
    "revision",
    "at",
    "hands",
  ]),
  grants: { table: "grants", keys: ["entry", "request"], columns: ["entry", "request", "fields"] },
  receipts: {
    table: "receipts",
    keys: ["id"],
    columns: [
      "id",
      "request",
      "agreement",
      "hash",
      "size",
      "uses",
      "purpose",
      "fields",
      "state",
      "provider_uid",
      "delivered_at",
      "consumer_uid",
      "answered_at",
      "revision",
    ],
  },
  corrections: clocked("corrections", "id", [
    "entry",
    "field",
    "evidence",
    "department",
    "person",
    "state",
    "revision",
    "at",
  ]),
  rules: { table: "rules", keys: ["name"], columns: ["name", "days", "pauses", "source", "is_checked"] },
  calendars: { table: "calendars", keys: ["year"], columns: ["year", "days"] },
  issuers: { table: "issuers", keys: ["org"], columns: ["org", "key"] },
  audits: {
    table: "audits",
    keys: ["subject", "revision"],
    columns: [
      "subject",
      "revision",
      "action",
      "by_uid",
      "department",
      "at",
      "was",
      "became",
      "reason",
      "basis",
      "tx",
      "height",
    ],
  },
  changes: {
    table: "changes",
    keys: ["request", "tx"],
    columns: ["entry", "version", "request", "fields", "height", "tx"],
  },
  search: {
    table: "search",
    keys: ["code"],
    columns: [
      "code",
      "version",
      "words",
      "department",
      "district",
      "theme",
      "attribute",
      "format",
      "cycle",
      "sharing",
      "open",
      "catalogue",
      "published_at",
      "name",
    ],
  },
} as const satisfies Readonly<Record<string, TableShape>>;

export type TableName = keyof typeof shapes;
