import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { CodedError, type Language } from "@yanta/errors";
import type { Deliverer, Delivery } from "./deliver.ts";
import { gatewayErrors } from "./errors.ts";
import type { GatewayConfig } from "./gateway-config.ts";
import { connectionsMax, questionBytesMax, questionTimeoutMs } from "./limits.ts";

/** What happened, for the operator: no data, no signatures, no addresses of sources. */
export type GatewayNotice = (text: string, fields: Readonly<Record<string, string | number>>) => void;

export interface RunningGateway {
  /** E.g. `http://127.0.0.1:9320`. */
  readonly address: string;
  /** Resolves when all answers are out. */
  close(): Promise<void>;
}

export interface GatewayOptions extends Pick<GatewayConfig, "host" | "port" | "tls"> {
  readonly deliverer: Deliverer;
  readonly onNotice: GatewayNotice;
}

/** Listens for questions: `POST /deliveries` with the signed query's bytes, `GET /health`. Errors: DIRECTORY_GATEWAY_ADDRESS. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { host, port, tls } = options;
  const listener: RequestListener = (request, response) => void answer(request, response, options);
  const limits = { requestTimeout: questionTimeoutMs, headersTimeout: questionTimeoutMs, maxHeaderSize: 8192 };
  const server: Server =
    tls === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, cert: readFileSync(tls.certificate), key: readFileSync(tls.key) }, listener);
  server.maxConnections = connectionsMax;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        gatewayErrors.create("DIRECTORY_GATEWAY_ADDRESS", { address: `${host}:${port}`, reason: error.message }, error),
      ),
    );
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  const name = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  return {
    address: `${tls === undefined ? "http" : "https"}://${name}:${bound.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { deliverer, onNotice }: GatewayOptions,
): Promise<void> {
  response.on("error", () => undefined);
  try {
    if (request.method === "GET" && request.url === "/health") {
      sendJson(response, 200, { status: "ok" });
      return;
    }
    if (request.method !== "POST" || request.url !== "/deliveries") {
      sendJson(response, 404, { code: "NOT_FOUND", message: "POST /deliveries", advice: "" });
      return;
    }
    const delivery = await deliverer.deliver(await readBody(request));
    onNotice("delivered", describe(delivery));
    sendDelivery(response, delivery);
  } catch (error) {
    const failure = failureOf(error, languageOf(request));
    onNotice("refused", { code: failure.code });
    sendJson(response, failure.status, failure);
  }
}

function describe({ kept: { id, request, member, hash, size, uses } }: Delivery) {
  return { id, request, member, hash, size, uses };
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > questionBytesMax)
      throw gatewayErrors.create("DIRECTORY_GATEWAY_TOO_LARGE", {
        what: "the question",
        max: `${questionBytesMax} bytes`,
      });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function sendDelivery(response: ServerResponse, { kept, body }: Delivery): void {
  response
    .writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "content-length": body.length,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "yanta-delivery": kept.id,
      "yanta-hash": kept.hash,
    })
    .end(body);
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  response
    .writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...(status === 413 ? { connection: "close" } : {}),
    })
    .end(JSON.stringify(value));
}

const statuses: Readonly<Record<string, number>> = {
  DIRECTORY_GATEWAY_QUESTION: 400,
  DIRECTORY_GATEWAY_SIGNER: 401,
  DIRECTORY_GATEWAY_NOT_CONSUMER: 403,
  DIRECTORY_GATEWAY_NOT_GRANTED: 403,
  DIRECTORY_GATEWAY_CONSTRAINT: 403,
  DIRECTORY_GATEWAY_NO_SOURCE: 404,
  DIRECTORY_GATEWAY_OTHER_DELIVERY: 409,
  DIRECTORY_GATEWAY_SETTLED: 410,
  DIRECTORY_GATEWAY_TOO_LARGE: 413,
  DIRECTORY_GATEWAY_FIELD: 500,
  DIRECTORY_GATEWAY_SOURCE: 502,
  DIRECTORY_GATEWAY_NOT_NOTED: 502,
  DIRECTORY_GATEWAY_BUSY: 503,
};

/** Faults that are not the gateway's own are told by their code alone: their texts name the provider's node. */
function failureOf(error: unknown, language: Language) {
  if (error instanceof CodedError && Object.hasOwn(statuses, error.code))
    return { status: statuses[error.code] ?? 500, code: error.code, ...error.explain(language) };
  const code = error instanceof CodedError ? error.code : "INTERNAL";
  return { status: 502, code, message: { en: "the gateway failed", zh: "网关出错" }[language], advice: "" };
}

function languageOf({ headers }: IncomingMessage): Language {
  return (headers["accept-language"] ?? "").toLowerCase().startsWith("zh") ? "zh" : "en";
}
