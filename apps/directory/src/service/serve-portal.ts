import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { FastifyInstance } from "fastify";

/** Files of a portal. */
const filesMax = 2_000;

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
  "style-src 'self' 'unsafe-inline'",
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

/** Serves the built portal of a folder; addresses that name no file are pages of the portal itself. Undefined without an index.html. */
export function readPortal(folder: string): ((server: FastifyInstance) => void) | undefined {
  const files = new Map<string, string>();
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).slice(0, filesMax)) {
      const file = join(folder, name);
      if (statSync(file).isFile()) files.set(`/${relative(folder, file).split(sep).join("/")}`, file);
    }
  } catch {
    return undefined;
  }
  const index = files.get("/index.html");
  if (index === undefined) return undefined;
  return (server) => {
    server.get("/*", (request, reply) => {
      const path = new URL(request.url, "http://portal").pathname;
      const file = files.get(decodeSafely(path));
      // A missing script must not come as a page.
      if (file === undefined && (extname(path) !== "" || path.startsWith("/api/"))) return reply.callNotFound();
      const caching = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
      const type = types[extname(file ?? index)] ?? "application/octet-stream";
      return reply
        .headers({ ...headers, "cache-control": caching, "content-type": type })
        .send(readFileSync(file ?? index));
    });
  };
}

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
