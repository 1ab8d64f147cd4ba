import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { buildPage } from "./build-page.ts";

export interface ServedPage {
  readonly address: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

/** WebAssembly is compiled, text never is. The contract compiler reads its WebAssembly from a data: URL. */
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; connect-src 'self' data:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-encoding": "gzip",
  "cache-control": "no-cache",
};

/** Serves the page on loopback; port 0 is any that is free. */
export async function servePage(port: number): Promise<ServedPage> {
  const files = new Map([...(await buildPage())].map(([path, content]) => [path, gzipSync(content)]));
  const server = createServer((request, response) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const body = files.get(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    const type = types[path.slice(path.lastIndexOf(".") + 1)] ?? "text/html; charset=utf-8";
    response.writeHead(200, { ...headers, "content-type": type }).end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
