import type { ExchangeStore } from "../exchange-store.ts";
import type { Message } from "./message.ts";

/** The deed that was told last, in the order of height, subject and revision. */
export interface Place {
  readonly height: number;
  readonly subject: string;
  readonly revision: number;
}

export interface WebhookState extends Place {
  /** Attempts at the message after the place. */
  readonly attempts: number;
  readonly nextAt: number;
  readonly delivered: number;
  readonly fault: string;
  readonly deadLetters: number;
}

interface StateRow extends Place {
  readonly attempts: number;
  readonly next_at: number;
  readonly delivered: number;
  readonly fault: string;
  readonly dead: number;
}

/** Where a webhook is; one that is new begins after a height. */
export function readWebhook(store: ExchangeStore, name: string, beginHeight: number): Promise<WebhookState> {
  return store.do(async (sql) => {
    await sql.query(
      "INSERT INTO webhooks (name, height, subject, revision) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING",
      [
        name,
        beginHeight,
        // After every subject of that height.
        "\u{10ffff}",
      ],
    );
    const [row] = await sql.query<StateRow>(
      `SELECT height, subject, revision, attempts, next_at, delivered, fault,
         (SELECT count(*) FROM dead_letters WHERE webhook = name) AS dead FROM webhooks WHERE name = $1`,
      [name],
    );
    if (row === undefined) throw new Error(`no row of webhook ${name}`);
    const { next_at: nextAt, dead: deadLetters, ...rest } = row;
    return { ...rest, nextAt, deadLetters };
  });
}

/** A deed was told: the next one may be. */
export function noteDelivered(store: ExchangeStore, name: string, place: Place): Promise<unknown> {
  return store.do((sql) =>
    sql.query(
      `UPDATE webhooks SET height = $2, subject = $3, revision = $4, attempts = 0, next_at = 0, fault = '', delivered = delivered + 1
       WHERE name = $1`,
      [name, place.height, place.subject, place.revision],
    ),
  );
}

export function noteFailed(
  store: ExchangeStore,
  name: string,
  { attempts, nextAt, fault }: { readonly attempts: number; readonly nextAt: number; readonly fault: string },
): Promise<unknown> {
  return store.do((sql) =>
    sql.query("UPDATE webhooks SET attempts = $2, next_at = $3, fault = $4 WHERE name = $1", [
      name,
      attempts,
      nextAt,
      fault,
    ]),
  );
}

export interface DeadLetter extends Message {
  readonly attempts: number;
  readonly fault: string;
  readonly at: number;
}

/** A message that could not be told is put aside, and the next deed may be told. */
export function putAside(store: ExchangeStore, name: string, place: Place, letter: DeadLetter): Promise<unknown> {
  return store.do(async (sql) => {
    const { id, body, attempts, fault, at } = letter;
    await sql.query(
      `INSERT INTO dead_letters (webhook, id, body, attempts, fault, at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (webhook, id) DO UPDATE SET attempts = excluded.attempts, fault = excluded.fault, at = excluded.at`,
      [name, id, body, attempts, fault, at],
    );
    await sql.query(
      "UPDATE webhooks SET height = $2, subject = $3, revision = $4, attempts = 0, next_at = 0, fault = $5 WHERE name = $1",
      [name, place.height, place.subject, place.revision, fault],
    );
  });
}

/** Dead letters, oldest first. */
export function readDeadLetters(store: ExchangeStore, name: string, limit: number): Promise<readonly DeadLetter[]> {
  return store.do((sql) =>
    sql.query<DeadLetter>(
      "SELECT id, body, attempts, fault, at FROM dead_letters WHERE webhook = $1 ORDER BY at, id LIMIT $2",
      [name, limit],
    ),
  );
}

export function dropDeadLetter(store: ExchangeStore, name: string, id: string): Promise<unknown> {
  return store.do((sql) => sql.query("DELETE FROM dead_letters WHERE webhook = $1 AND id = $2", [name, id]));
}
