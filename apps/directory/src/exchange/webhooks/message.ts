import { createHash, createHmac } from "node:crypto";
import type { Webhook } from "./webhook.ts";

/** A deed as the index has it. */
export interface Deed {
  readonly subject: string;
  readonly revision: number;
  readonly action: string;
  readonly department: string;
  readonly at: number;
  readonly was: string;
  readonly became: string;
  readonly tx: string;
  readonly height: number;
}

/** What is sent; the same deed gives the same bytes and id, so that a receiver knows what it had. */
export interface Message {
  readonly id: string;
  readonly body: string;
}

/** A deed as a message: which, whose, when, and where on the chain it stands; reasons and members are not told. */
export function toMessage(chainId: string, deed: Deed): Message {
  const { subject, revision, action, department, at, was, became, tx, height } = deed;
  const [kind = ""] = subject.split(".", 1);
  const data = { chainId, subject, revision, action, from: was, to: became, department, tx, height };
  const id = `msg_${createHash("sha256").update(`${chainId} ${subject} ${revision} ${tx}`).digest("hex").slice(0, 32)}`;
  return {
    id,
    body: JSON.stringify({ type: `${kind}.${action}`, timestamp: new Date(at * 1000).toISOString(), data }),
  };
}

/** Headers of a message. Spec: Standard Webhooks, sections "Webhook headers" and "Signature scheme" (v1, HMAC-SHA256). */
export function signedHeaders({ secret }: Pick<Webhook, "secret">, { id, body }: Message, unixSeconds: number) {
  const signature = createHmac("sha256", secret).update(`${id}.${unixSeconds}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "user-agent": "yanta-directory",
    "webhook-id": id,
    "webhook-timestamp": String(unixSeconds),
    "webhook-signature": `v1,${signature}`,
  };
}
