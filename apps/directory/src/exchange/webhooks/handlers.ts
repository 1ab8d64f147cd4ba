import type { Handler, ServiceParts } from "../../service/context.ts";
import { serviceErrors } from "../../service/errors.ts";
import type { Standing } from "../../service/standing.ts";
import type { Exchange } from "../exchange.ts";
import type { Webhook } from "./webhook.ts";
import { readDeadLetters } from "./webhook-store.ts";

export const listWebhooks: Handler<"listWebhooks"> = async ({ parts, standing }) => {
  needOverseer(standing);
  const { exchange } = parts;
  const items = [...(exchange?.notifier.webhooks.values() ?? [])].map(async (webhook) => {
    const { height, attempts, nextAt, delivered, fault, deadLetters } =
      (await exchange?.notifier.state(webhook)) ?? none;
    const { name, url, subjects } = webhook;
    return {
      name,
      url,
      subjects: [...subjects],
      height: Math.max(0, height),
      attempts,
      nextAt,
      delivered,
      fault,
      deadLetters,
    };
  });
  return { items: await Promise.all(items) };
};

const none = { height: 0, attempts: 0, nextAt: 0, delivered: 0, fault: "", deadLetters: 0 };

/** Dead letters that are shown. */
const shownMax = 100;

export const listDeadLetters: Handler<"listDeadLetters"> = async ({ parts, standing, params }) => {
  const { exchange, webhook } = webhookOf(parts, standing, params.name);
  return { items: [...(await readDeadLetters(exchange.store, webhook.name, shownMax))] };
};

export const retryDeadLetters: Handler<"retryDeadLetters"> = async ({ parts, standing, params }) => {
  const { exchange, webhook } = webhookOf(parts, standing, params.name);
  return { sent: await exchange.notifier.retry(webhook) };
};

function webhookOf(
  { exchange }: ServiceParts,
  standing: Standing,
  name: string,
): { exchange: Exchange; webhook: Webhook } {
  needOverseer(standing);
  const webhook = exchange?.notifier.webhooks.get(name);
  if (exchange === undefined || webhook === undefined)
    throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `webhook ${name}` });
  return { exchange, webhook };
}

/** Where other systems are, is for those who see all departments. */
function needOverseer({ seesAll }: Standing): void {
  if (!seesAll) throw serviceErrors.create("DIRECTORY_SERVICE_FORBIDDEN");
}
