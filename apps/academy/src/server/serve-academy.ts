import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { CodedError } from "@yanta/errors";
import type { Grade } from "../grading/grade.ts";
import { labLogBytesMax } from "../limits.ts";
import { type BuiltPage, buildPage } from "./build-page.ts";
import { GradingQueue } from "./grading-queue.ts";

export interface ServedAcademy {
  readonly address: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  wasm: "application/wasm",
};

/** WebAssembly is compiled, text never is. The contract compiler reads its WebAssembly from a data: URL. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; connect-src 'self' data:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-cache",
};

/** What an academy has besides its lessons. */
export interface AcademyExtras {
  /** Calls below `/api/v1/`. */
  readonly exams?: { readonly server: { routing(request: IncomingMessage, response: ServerResponse): void } };
  /** The page that checks certificates, at `/verify`. */
  readonly verifyPage?: Promise<string>;
}

/**
 * Serves pages and takes submissions, on loopback; port 0 is any that is free. Keeps nothing of submissions: whoever has a log can have it graded again. Examinations keep
 * their own.
 */
export async function serveAcademy(port: number, extras: AcademyExtras = {}): Promise<ServedAcademy> {
  // Examinations answer at once, also while pages are being built after a crash.
  const pages = buildPage().then(compress);
  const queue = new GradingQueue();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (url.pathname === "/api/submissions") {
      takeSubmission(queue, request, url.searchParams).then(
        ({ status, body }) => sendJson(response, status, body),
        () => sendJson(response, 500, { message: "the grader failed" }),
      );
      return;
    }
    if (url.pathname.startsWith("/api/v1/") && extras.exams !== undefined) {
      extras.exams.server.routing(request, response);
      return;
    }
    if (url.pathname === "/api/v1/exams") {
      // What the page asks each academy.
      sendJson(response, 200, { now: Math.floor(Date.now() / 1000), exams: [] });
      return;
    }
    if (url.pathname === "/verify" && extras.verifyPage !== undefined) {
      // Its own policy stands in it, and is narrower.
      const { "content-security-policy": _ours, ...others } = headers;
      extras.verifyPage.then(
        (page) => response.writeHead(200, { ...others, "content-type": types["html"] }).end(page),
        () => response.writeHead(500, headers).end(),
      );
      return;
    }
    pages.then(
      (files) => sendFile(response, url.pathname, request.method === "GET" ? files.get(url.pathname) : undefined),
      () => response.writeHead(500, headers).end(),
    );
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  try {
    await pages;
  } catch (error) {
    await close();
    throw error;
  }
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
}

function sendFile(response: ServerResponse, path: string, body: Uint8Array | undefined): void {
  if (body === undefined) {
    response.writeHead(404, headers).end();
    return;
  }
  const type = types[path.slice(path.lastIndexOf(".") + 1)] ?? types["html"];
  response.writeHead(200, { ...headers, "content-type": type, "content-encoding": "gzip" }).end(body);
}

function compress(page: BuiltPage): ReadonlyMap<string, Uint8Array> {
  return new Map([...page].map(([path, content]) => [path, gzipSync(content)]));
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function takeSubmission(queue: GradingQueue, request: IncomingMessage, query: URLSearchParams): Promise<Answer> {
  if (request.method !== "POST") return { status: 405, body: { message: "POST a log" } };
  const log = await readBody(request);
  if (log === undefined) return { status: 413, body: { message: `a log has at most ${labLogBytesMax} bytes` } };
  const times = { receivedAt: BigInt(Math.floor(Date.now() / 1000)) };
  try {
    const grade = await queue.grade({ lab: query.get("lab") ?? "", seed: query.get("seed") ?? "", log, times });
    if (grade === undefined) return { status: 503, body: { message: "too many submissions just now, try again soon" } };
    return { status: 200, body: toJson(grade) };
  } catch (error) {
    if (!(error instanceof CodedError) || !error.code.startsWith("ACADEMY_")) throw error;
    return { status: 400, body: { code: error.code, zh: error.explain("zh"), en: error.explain("en") } };
  }
}

/** The whole body; undefined when it is larger than any log may be. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    if (sizeBytes > labLogBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Heights and gas as text: JSON's numbers are too small for them. */
function toJson(grade: Grade): unknown {
  return grade.kind === "refused"
    ? grade
    : { ...grade, height: grade.height.toString(), gasUsed: grade.gasUsed.toString() };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...headers, "content-type": "application/json" }).end(JSON.stringify(body));
}
