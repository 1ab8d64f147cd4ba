import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answerer } from "../json-rpc/answerer.ts";
import { requestBytesMax } from "../limits.ts";
import { type CallerRules, refuseCaller } from "./check-caller.ts";

/** Answers one HTTP request: JSON-RPC by POST, and browsers' preflights. */
export async function handleHttp(
  request: IncomingMessage,
  response: ServerResponse,
  { rules, answerer }: { readonly rules: CallerRules; readonly answerer: Answerer },
): Promise<void> {
  const refusal = refuseCaller(request, rules);
  if (refusal !== undefined) return end(response, 403, refusal);
  const { origin } = request.headers;
  if (origin !== undefined) {
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-allow-headers", "content-type");
    response.setHeader("vary", "origin");
  }
  if (request.method === "OPTIONS") return end(response, 204, "");
  if (request.method !== "POST") return end(response, 405, "POST JSON-RPC requests");
  // Forms of foreign pages cannot send this type without a preflight.
  if (!/^application\/json\b/i.test(request.headers["content-type"] ?? ""))
    return end(response, 415, "content type must be application/json");
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader("connection", "close");
    return end(response, 413, `a request may have ${requestBytesMax} bytes`);
  }
  const answer = await answerer.answer(body, { isGone: () => response.destroyed });
  if (answer === undefined) return end(response, 204, "");
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(answer);
  return undefined;
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(text);
}

/** The whole body; undefined when it is too large. Rejects when the client goes away. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > requestBytesMax) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > requestBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
