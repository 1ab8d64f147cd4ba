import { extname } from "node:path";
import type { FastifyInstance } from "fastify";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Nothing from elsewhere; WebAssembly for SM2 signatures. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
} as const;

/** Adds the portal's files, by path; addresses that name no file are pages of the portal itself. */
export function servePortal(server: FastifyInstance, files: ReadonlyMap<string, Uint8Array>): void {
  server.get("/*", (request, reply) => {
    const path = new URL(request.url, "http://portal").pathname;
    const file = files.get(decodeSafely(path));
    // A missing script must not come as a page.
    if (file === undefined && (extname(path) !== "" || path.startsWith("/api/"))) return reply.callNotFound();
    const caching = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    const type = types[file === undefined ? ".html" : extname(path)] ?? "text/html; charset=utf-8";
    return reply
      .headers({ ...headers, "cache-control": caching, "content-type": type })
      .send(Buffer.from(file ?? files.get("/index.html") ?? new Uint8Array()));
  });
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
