import { setTimeout as pause } from "node:timers/promises";
import type { IndexStore } from "@yanta/index-store";
import { CodedError } from "@yanta/errors";
import type { ExchangeStore } from "../exchange-store.ts";
import { callOutside } from "../outside/call-outside.ts";
import {
  answerBytesMax,
  attemptsMax,
  deadLettersAtOnce,
  deedsAtOnce,
  lookMs,
  pauseSecondsMax,
  pauseSecondsMin,
  sendTimeoutMs,
} from "./limits.ts";
import { type Deed, type Message, signedHeaders, toMessage } from "./message.ts";
import type { Webhook } from "./webhook.ts";
import {
  dropDeadLetter,
  noteDelivered,
  noteFailed,
  putAside,
  readDeadLetters,
  readWebhook,
  type WebhookState,
} from "./webhook-store.ts";

export interface NotifierOptions {
  readonly index: IndexStore;
  readonly store: ExchangeStore;
  readonly webhooks: readonly Webhook[];
  readonly chainId: string;
  /** Height of the index. */
  readonly height: () => number;
  readonly nowSeconds: () => number;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Tells other systems what was done, each in its own pace and in the order of the chain. Where each one is, is kept after every message: nothing is lost over a
 * restart; the last message may come twice, with the same id.
 */
export class Notifier {
  readonly webhooks: ReadonlyMap<string, Webhook>;
  private readonly options: NotifierOptions;
  private readonly stop = new AbortController();
  private loops: readonly Promise<void>[] = [];

  constructor(options: NotifierOptions) {
    this.options = options;
    this.webhooks = new Map(options.webhooks.map((webhook) => [webhook.name, webhook]));
  }

  start(): void {
    this.loops = [...this.webhooks.values()].map((webhook) => this.loop(webhook));
  }

  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.loops);
  }

  state(webhook: Webhook): Promise<WebhookState> {
    const { store, height } = this.options;
    return readWebhook(store, webhook.name, webhook.from === "now" ? height() : -1);
  }

  /** Tells one webhook what is due now; gives how many messages it took. */
  async tell(webhook: Webhook): Promise<number> {
    const { nowSeconds, chainId } = this.options;
    const state = await this.state(webhook);
    if (state.nextAt > nowSeconds()) return 0;
    let { attempts } = state;
    let told = 0;
    for (const deed of await this.readDeeds(webhook, state)) {
      if (this.stop.signal.aborted) return told;
      const message = toMessage(chainId, deed);
      const fault = await this.send(webhook, message);
      if (fault !== "" && !this.stop.signal.aborted) {
        await this.noteFault(webhook, { deed, message, attempts: attempts + 1, fault });
        return told;
      }
      if (fault !== "") return told;
      await noteDelivered(this.options.store, webhook.name, deed);
      attempts = 0;
      told++;
    }
    return told;
  }

  /** Sends dead letters again, oldest first, until one fails; gives how many went. */
  async retry(webhook: Webhook): Promise<number> {
    const { store } = this.options;
    let sent = 0;
    for (const letter of await readDeadLetters(store, webhook.name, deadLettersAtOnce)) {
      if ((await this.send(webhook, letter)) !== "") return sent;
      await dropDeadLetter(store, webhook.name, letter.id);
      sent++;
    }
    return sent;
  }

  private async loop(webhook: Webhook): Promise<void> {
    while (!this.stop.signal.aborted) {
      const told = await this.tell(webhook).catch((error: unknown) => {
        if (!this.stop.signal.aborted) this.options.onFailure(error);
        return 0;
      });
      if (told < deedsAtOnce) await pause(lookMs, undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
  }

  private readDeeds(
    { subjects }: Webhook,
    { height, subject, revision }: Pick<WebhookState, "height" | "subject" | "revision">,
  ) {
    return this.options.index.query<Deed>(
      `SELECT subject, revision, action, department, at, was, became, tx, height FROM audits
       WHERE (height, subject COLLATE "C", revision) > ($1::bigint, $2 COLLATE "C", $3::integer) AND split_part(subject, '.', 1) = ANY($4::text[])
       ORDER BY height, subject COLLATE "C", revision LIMIT ${deedsAtOnce}`,
      [height, subject, revision, subjects],
    );
  }

  /** Empty when the other system took it, else what went wrong. */
  private async send({ url, secret, allowPrivate }: Webhook, message: Message): Promise<string> {
    try {
      const { status } = await callOutside({
        url,
        method: "POST",
        headers: signedHeaders({ secret }, message, this.options.nowSeconds()),
        body: new TextEncoder().encode(message.body),
        answerBytesMax,
        timeoutMs: sendTimeoutMs,
        allowPrivate,
        signal: this.stop.signal,
      });
      return status >= 200 && status < 300 ? "" : `status ${status}`;
    } catch (error) {
      if (error instanceof CodedError) return error.code;
      throw error;
    }
  }

  private async noteFault(webhook: Webhook, failed: Failed): Promise<void> {
    const { store, nowSeconds } = this.options;
    const { deed, message, attempts, fault } = failed;
    const now = nowSeconds();
    if (attempts >= attemptsMax) await putAside(store, webhook.name, deed, { ...message, attempts, fault, at: now });
    else await noteFailed(store, webhook.name, { attempts, fault, nextAt: now + pauseOf(attempts) });
  }
}

interface Failed {
  readonly deed: Deed;
  readonly message: Message;
  readonly attempts: number;
  readonly fault: string;
}

/** Seconds until the next attempt. */
export function pauseOf(attempts: number): number {
  return Math.min(pauseSecondsMax, pauseSecondsMin * 2 ** (attempts - 1));
}
